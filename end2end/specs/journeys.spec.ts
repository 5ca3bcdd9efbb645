// What Bonport is for, from the sign-in to the mail in the box, against a real SMTP server: the journeys a, b, c, g, h and k. Those
// about typing (d, e, f, i) are in writing.spec.ts, the forgotten password (j) in access.spec.ts.
import { createHash, randomBytes } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { administrator } from "../support/bonport.ts"
import { MailServer } from "../support/mail-server.ts"
import { hold, sendBy } from "../support/sending.ts"
import { expect, fillSignIn, hydrated, test } from "../support/test.ts"
import { makeAcme, write, Writing } from "../support/writing.ts"

test.beforeEach(async ({ page, signIn, mailServer }) => {
  mailServer.forget()
  await signIn()
  await sendBy(page, mailServer)
  await hold(page, 0)
})

test("journey a: a mail reaches the right people, with its file, and the new favourite is prefilled next time", async ({ page, context, mailServer, bonport }) => {
  const { id, domain } = await makeAcme(page)
  await context.clearCookies()
  await fillSignIn(page, administrator)
  await page.goto(`/clients?q=${domain.split(".")[0]}`)
  await page.getByRole("link", { name: "ACME", exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`/clients/${id}$`))
  await page.getByRole("main").getByRole("link", { name: "Écrire", exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`/ecrire\\?client=${id}$`))
  const writing = new Writing(page)
  await expect(writing.chips()).toHaveText([`contact@${domain}`, "Marie Durand"])

  await writing.to.click()
  await writing.to.fill("eloi")
  await writing.star("Éloïse Lefèvre").click()
  await writing.to.fill("roy")
  await writing.to.press("Enter")
  await expect(writing.chips()).toHaveText([`contact@${domain}`, "Marie Durand", "Marc-Antoine Roy"])

  const stranger = `livraison@${domain}`
  await writing.to.fill(stranger)
  await writing.to.press("Enter")
  const panel = page.getByRole("region", { name: "Nouvelle adresse" })
  await panel.getByRole("button", { name: "Ajouter", exact: true }).click()
  await expect(panel.getByText("Ajouté aux contacts, favori")).toBeVisible()

  await page.getByRole("button", { name: "Cc/Cci" }).click()
  await writing.line("Cc").fill(`compta@${domain}`)
  await writing.line("Cc").press("Enter")
  await writing.line("Cci").fill("secret@ailleurs.example")
  await writing.line("Cci").press("Enter")

  const bytes = randomBytes(70_000)
  const file = join(bonport.folder, "Été à l’œuvre – n°12.pdf")
  writeFileSync(file, bytes)
  await writing.subject.fill("Horaires d’été, semaine 48")
  await writing.message.fill("Bonjour,\n\nNous passerons à 6 h 30 : https://maison.example/plan")
  await page.locator("input[type=file]").setInputFiles(file)
  await expect(page.getByRole("button", { name: /^Retirer Été/ })).toBeVisible()
  // While it is on its way nothing can be sent.
  await expect(page.getByRole("progressbar")).toHaveCount(0)
  const shown = await writing.addresses()
  await writing.send(6).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  await expect(page.getByText("6 envoyés")).toBeVisible()
  await expect(page.locator("li.delivery").filter({ hasText: "Envoyé" })).toHaveCount(6)

  expect(mailServer.received).toHaveLength(1)
  const [sent] = mailServer.received
  expect([...sent.to].sort()).toEqual(shown.sort())
  expect(shown).toContain("secret@ailleurs.example")
  expect(sent.raw.toString("latin1")).not.toContain("secret@ailleurs.example")
  expect(sent.mail.headers.has("bcc")).toBe(false)
  expect(sent.mail.subject).toBe("Horaires d’été, semaine 48")
  expect(sent.mail.text).toContain("Nous passerons à 6 h 30")
  expect(sent.mail.html).toContain('href="https://maison.example/plan"')
  expect(sent.mail.attachments[0].filename).toBe("Été à l’œuvre – n°12.pdf")
  expect(sha(sent.mail.attachments[0].content)).toBe(sha(bytes))

  // The history opens exactly what was sent.
  await page.reload()
  await expect(page.getByText("6 envoyés")).toBeVisible()
  const download = page.waitForEvent("download")
  await page.getByRole("link", { name: "Été à l’œuvre – n°12.pdf" }).click()
  expect(sha(readFileSync(await (await download).path()))).toBe(sha(bytes))

  const again = await write(page, id)
  await expect(again.chips()).toHaveCount(4)
  expect((await again.chips().allTextContents()).sort()).toEqual(["Marie Durand", `contact@${domain}`, stranger, "Éloïse Lefèvre"])
  await again.subject.fill("La suite")
  await again.message.fill("Bonjour")
  const prefilled = await again.addresses()
  await again.send(4).click()
  await expect(page.getByText("4 envoyés")).toBeVisible()
  expect([...mailServer.received[1].to].sort()).toEqual(prefilled.sort())
  expect(prefilled).toContain(`eloise@${domain}`)
})

test("journey b: one refused, one put off, the rest sent; corrected and sent again", async ({ page, mailServer }) => {
  const { id, domain } = await makeAcme(page)
  mailServer.refuse(`marie@${domain}`, 550, "5.1.1 no such user here")
  mailServer.refuse(`eloise@${domain}`, 451, "4.3.0 come back later")
  const writing = await write(page, id)
  await writing.to.fill("eloi")
  await writing.to.press("Enter")
  await page.keyboard.press("Escape")
  await page.getByLabel("Objet").fill("Trois réponses")
  await page.getByRole("textbox", { name: "Message" }).fill("Bonjour")
  await page.getByRole("button", { name: "Envoyer à 3 destinataires" }).click()
  const line = (address: string) => page.locator("li.delivery").filter({ hasText: address })
  await expect(line(`contact@${domain}`)).toContainText("Envoyé")
  await expect(line("Marie Durand")).toContainText("Échec")
  await expect(line("Marie Durand")).toContainText("no such user here")
  await expect(line("Éloïse Lefèvre")).toContainText("Reporté")

  await line("Marie Durand").getByText("Corriger et renvoyer").click()
  await page.getByLabel("Adresse corrigée").fill(`m.durand@${domain}`)
  await page.getByRole("button", { name: "Renvoyer", exact: true }).click()
  await expect(line(`m.durand@${domain}`)).toContainText("Envoyé")
  await expect(page.locator("li.delivery")).toHaveCount(1)
  expect(mailServer.received.map((mail) => mail.to)).toEqual([[`contact@${domain}`], [`m.durand@${domain}`]])
})

test("journey b: what was put off is stopped by « Annuler le reste », and nothing else is called late", async ({ page, mailServer }) => {
  const { id, domain } = await makeAcme(page)
  mailServer.refuse(`marie@${domain}`, 451, "4.3.0 come back later")
  const writing = await write(page, id)
  await writing.subject.fill("Le reste")
  await writing.message.fill("Bonjour")
  await writing.send(2).click()
  const line = (text: string) => page.locator("li.delivery").filter({ hasText: text })
  await expect(line("Marie Durand")).toContainText("Reporté")
  await page.getByRole("button", { name: "Annuler le reste" }).click()
  await expect(page.getByText("Envoi arrêté pour 1 destinataire")).toBeVisible()
  await expect(line("Marie Durand")).toContainText("Annulé")
  await expect(page.getByText(/Trop tard/)).toHaveCount(0)
  await expect(line(`contact@${domain}`)).toContainText("Envoyé")
  await expect(page.getByRole("button", { name: "Annuler le reste" })).toHaveCount(0)
})

test("journey b: a correction that was cancelled is made again on the same page", async ({ page, mailServer }) => {
  const { id, domain } = await makeAcme(page)
  mailServer.refuse(`marie@${domain}`, 550, "5.1.1 no such user here")
  const writing = await write(page, id)
  await writing.subject.fill("Deux fois")
  await writing.message.fill("Bonjour")
  await writing.send(2).click()
  const failed = page.locator("li.delivery").filter({ hasText: "Marie Durand" })
  await expect(failed).toContainText("Échec")
  const result = page.url()
  await hold(page, 60)
  await page.goto(result)
  await hydrated(page)
  const correct = async () => {
    await failed.getByText("Corriger et renvoyer").click()
    await page.getByLabel("Adresse corrigée").fill(`m.durand@${domain}`)
    await page.getByRole("button", { name: "Renvoyer", exact: true }).click()
    await expect(page).not.toHaveURL(result)
    return page.url()
  }
  const first = await correct()
  await page.getByRole("button", { name: "Annuler l’envoi" }).click()
  await expect(page.getByText("Envoi arrêté pour 1 destinataire")).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(result)
  expect(await correct()).not.toBe(first)
  await expect(page.getByText("1 en attente")).toBeVisible()
  // It must not leave during another test.
  await page.getByRole("button", { name: "Annuler l’envoi" }).click()
  await expect(page.getByRole("button", { name: "Annuler l’envoi" })).toHaveCount(0)
})

test("journey c: « Annuler l’envoi » in time: nothing reached the server and the draft is back", async ({ page, mailServer }) => {
  await hold(page, 60)
  const { id, domain } = await makeAcme(page)
  await write(page, id)
  await page.getByLabel("Objet").fill("À retenir")
  await page.getByRole("textbox", { name: "Message" }).fill("Pas encore")
  await page.getByRole("button", { name: "Envoyer à 2 destinataires" }).click()
  await page.getByRole("button", { name: "Annuler l’envoi" }).click()
  await expect(page).toHaveURL(/\/ecrire\?brouillon=\d+/)
  await expect(page.getByLabel("Objet")).toHaveValue("À retenir")
  await expect(page.getByRole("textbox", { name: "Message" })).toHaveValue("Pas encore")
  await expect(page.locator(".chip").filter({ hasText: `contact@${domain}` })).toBeVisible()
  expect(mailServer.received).toHaveLength(0)
})

test("journey c: « Annuler l’envoi » too late says so", async ({ page, mailServer }) => {
  await hold(page, 10)
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.subject.fill("Trop tard")
  await writing.message.fill("Bonjour")
  // The news that it left never arrives, so the button is still there.
  await page.route(/\/direct$/, () => new Promise(() => {}))
  await writing.send(2).click()
  const cancel = page.getByRole("button", { name: "Annuler l’envoi" })
  await expect(cancel).toBeVisible()
  await expect.poll(() => mailServer.received.length).toBe(1)
  await cancel.click()
  await expect(page.getByText("Trop tard pour 2 destinataires")).toBeVisible()
  await expect(page.getByText("2 envoyés")).toBeVisible()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
})

test("journey g: with a wrong password « Tester » names the step, sending says what to do, and nobody is marked failed", async ({ page, mailServer }) => {
  const strict = new MailServer({ user: "maison", password: "le bon" })
  await strict.start()
  try {
    await sendBy(page, strict, { login: "maison", password: "le mauvais" })
    await page.goto("/parametres/societe")
    await hydrated(page)
    await page.getByRole("button", { name: "Tester" }).click()
    const step = page.getByRole("listitem").filter({ hasText: "S’identifier" })
    await expect(step).toContainText("Le serveur refuse l’identifiant ou le mot de passe")
    await expect(step).toContainText("535")
    expect(await page.content()).not.toContain("le mauvais")

    const { id } = await makeAcme(page)
    const writing = await write(page, id)
    await writing.subject.fill("Bientôt")
    await writing.message.fill("Bonjour")
    await writing.send(2).click()
    await expect(page.getByText("Corrigez-les dans « Paramètres de la société »")).toBeVisible()
    await expect(page.getByText("2 en attente")).toBeVisible()
    await expect(page.locator("li.delivery").filter({ hasText: "Échec" })).toHaveCount(0)

    // Corrected, it leaves by itself.
    await sendBy(page, strict, { login: "maison", password: "le bon" })
    await expect(page.getByText("2 envoyés")).toBeVisible({ timeout: 20_000 })
    expect(strict.received).toHaveLength(1)
    expect(mailServer.received).toHaveLength(0)
  } finally {
    await strict.stop()
  }
})

test("journey h: the same in English", async ({ page, context, bonport, mailServer, isMobile }) => {
  const { id, domain } = await makeAcme(page)
  const ann = { name: "Ann Lee", email: `ann${process.pid}@bonport.example`, password: "a rather long sentence" }
  bonport.addUser(ann, "member")
  await context.clearCookies()
  await fillSignIn(page, ann)
  await hydrated(page)
  await page.getByRole("button", { name: isMobile ? "Plus" : ann.name }).click()
  await page.getByRole("menuitem", { name: "English" }).click()
  await expect(page.locator("html")).toHaveAttribute("lang", "en")
  await page.goto(`/clients/${id}`)
  await hydrated(page)
  await page.getByRole("main").getByRole("link", { name: "Write", exact: true }).click()
  const to = page.getByRole("combobox", { name: "To", exact: true })
  await to.fill("elo")
  const star = page.getByRole("grid", { name: "Contacts of ACME" }).getByRole("button", { name: "Favourite: Éloïse Lefèvre" })
  await star.click()
  await expect(star).toHaveAttribute("aria-pressed", "true")
  await to.press("Enter")
  await page.getByLabel("Subject").fill("Opening hours")
  await page.getByRole("textbox", { name: "Message" }).fill("Hello")
  await page.getByRole("button", { name: "Send to 3 recipients" }).click()
  await expect(page.getByText("3 sent")).toBeVisible()
  await expect(page.locator("li.delivery").filter({ hasText: "Éloïse Lefèvre" })).toContainText("Sent")
  expect([...mailServer.received[0].to].sort()).toEqual([`contact@${domain}`, `eloise@${domain}`, `marie@${domain}`])
})

test("journey k: a look-alike of the client’s domain wants a yes (P29)", async ({ page, mailServer }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  const look = domain.replace(".example", ".exemple")
  await writing.to.fill(`marie@${look}`)
  await writing.to.press("Enter")
  await page.getByLabel("Objet").fill("Est-ce bien vous ?")
  await page.getByRole("textbox", { name: "Message" }).fill("Bonjour")
  await page.getByRole("button", { name: "Envoyer à 3 destinataires" }).click()
  const dialog = page.getByRole("dialog", { name: "Vérifier avant d’envoyer" })
  await expect(dialog).toContainText(look)
  await dialog.getByRole("button", { name: "Revenir au message" }).click()
  expect(mailServer.received).toHaveLength(0)
  await page.getByRole("button", { name: "Envoyer à 3 destinataires" }).click()
  await dialog.getByRole("button", { name: "Envoyer à 3 destinataires" }).click()
  await expect(page.getByText("3 envoyés")).toBeVisible()

  // What was not answered while writing is asked once more (D91).
  const unknown = page.getByRole("region", { name: "Adresses à ranger" })
  await unknown.getByRole("button", { name: new RegExp(`marie@${look}`) }).first().click()
  await expect(unknown).toHaveCount(0)
  const again = await write(page, id)
  await expect(again.chip(`marie@${look}`)).toBeVisible()
})

function sha(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex")
}
