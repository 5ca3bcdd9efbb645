// What Bonport is for, from the sign-in to the mail in the box, against a real SMTP server (issue 2, « must be shown » 2).
import { createHash, randomBytes } from "node:crypto"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { hold, sendBy } from "../support/sending.ts"
import { expect, hydrated, test } from "../support/test.ts"
import { makeAcme, write } from "../support/writing.ts"

test.beforeEach(async ({ page, signIn, mailServer }) => {
  mailServer.forget()
  await signIn()
  await sendBy(page, mailServer)
  await hold(page, 0)
})

test("a mail reaches the right people, with its file, and the new favourite is prefilled next time", async ({ page, mailServer, bonport }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
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
  await page.getByRole("region", { name: "Nouvelle adresse" }).getByRole("button", { name: "Ajouter", exact: true }).click()
  await expect(page.getByText("Ajouté", { exact: false }).first()).toBeVisible()

  await page.getByRole("button", { name: "Cc/Cci" }).click()
  await writing.line("Cci").fill("secret@ailleurs.example")
  await writing.line("Cci").press("Enter")
  await page.keyboard.press("Escape")

  const bytes = randomBytes(70_000)
  const file = join(bonport.folder, "Été à l’œuvre – n°12.pdf")
  writeFileSync(file, bytes)
  await page.getByLabel("Objet").fill("Horaires d’été, semaine 48")
  await page.getByLabel("Message").fill("Bonjour,\n\nNous passerons à 6 h 30 : https://maison.example/plan")
  await page.locator("input[type=file]").setInputFiles(file)
  await expect(page.getByRole("button", { name: /^Retirer Été/ })).toBeVisible()
  await page.getByRole("button", { name: "Envoyer à 5 destinataires" }).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  await expect(page.getByText("5 envoyés")).toBeVisible()

  expect(mailServer.received).toHaveLength(1)
  const [sent] = mailServer.received
  const expected = [`contact@${domain}`, `marie@${domain}`, `ma.roy@${domain}`, stranger, "secret@ailleurs.example"]
  expect([...sent.to].sort()).toEqual(expected.sort())
  expect(sent.raw.toString("latin1")).not.toContain("secret@ailleurs.example")
  expect(sent.mail.subject).toBe("Horaires d’été, semaine 48")
  expect(sent.mail.html).toContain('href="https://maison.example/plan"')
  expect(sent.mail.attachments[0].filename).toBe("Été à l’œuvre – n°12.pdf")
  expect(sha(sent.mail.attachments[0].content)).toBe(sha(bytes))

  // The history opens exactly what was sent.
  await page.reload()
  await expect(page.getByText("5 envoyés")).toBeVisible()
  const download = page.waitForEvent("download")
  await page.getByRole("link", { name: "Été à l’œuvre – n°12.pdf" }).click()
  const saved = await (await download).path()
  expect(sha((await import("node:fs")).readFileSync(saved))).toBe(sha(bytes))

  const again = await write(page, id)
  await expect(again.chips()).toContainText(["Éloïse Lefèvre"])
  await expect(again.field.getByText(stranger)).toBeVisible()
})

test("one refused, one put off, the rest sent; corrected and sent again", async ({ page, mailServer }) => {
  const { id, domain } = await makeAcme(page)
  mailServer.refuse(`marie@${domain}`, 550, "5.1.1 no such user here")
  mailServer.refuse(`eloise@${domain}`, 451, "4.3.0 come back later")
  const writing = await write(page, id)
  await writing.to.fill("eloi")
  await writing.to.press("Enter")
  await page.keyboard.press("Escape")
  await page.getByLabel("Objet").fill("Trois réponses")
  await page.getByLabel("Message").fill("Bonjour")
  await page.getByRole("button", { name: "Envoyer à 3 destinataires" }).click()
  const line = (address: string) => page.locator("li.delivery").filter({ hasText: address })
  await expect(line(`contact@${domain}`)).toContainText("Envoyé")
  await expect(line("Marie Durand")).toContainText("Échec")
  await expect(line("Marie Durand")).toContainText("no such user here")
  await expect(line("Éloïse Lefèvre")).toContainText("Reporté")

  await line("Marie Durand").getByText("Corriger et renvoyer").click()
  await page.getByLabel("Adresse corrigée").fill(`m.durand@${domain}`)
  await page.getByRole("button", { name: "Renvoyer", exact: true }).click()
  await expect(page.getByText("1 envoyé")).toBeVisible()
  await expect(page.locator("li.delivery")).toContainText(`m.durand@${domain}`)
  expect(mailServer.received.map((mail) => mail.to)).toEqual([[`contact@${domain}`], [`m.durand@${domain}`]])
})

test("« Annuler l’envoi » in time: nothing reached the server and the draft is back", async ({ page, mailServer }) => {
  await hold(page, 60)
  const { id, domain } = await makeAcme(page)
  await write(page, id)
  await page.getByLabel("Objet").fill("À retenir")
  await page.getByLabel("Message").fill("Pas encore")
  await page.getByRole("button", { name: "Envoyer à 2 destinataires" }).click()
  await page.getByRole("button", { name: "Annuler l’envoi" }).click()
  await expect(page).toHaveURL(/\/ecrire\?brouillon=\d+/)
  await expect(page.getByLabel("Objet")).toHaveValue("À retenir")
  await expect(page.getByLabel("Message")).toHaveValue("Pas encore")
  await expect(page.locator(".chip").filter({ hasText: `contact@${domain}` })).toBeVisible()
  expect(mailServer.received).toHaveLength(0)
})

test("text typed before the wasm arrived is kept and saved (D102)", async ({ page }) => {
  const { id } = await makeAcme(page)
  let release = () => {}
  const held = new Promise<void>((go) => (release = go))
  await page.route(/bonport[^/]*\.wasm/, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`/ecrire?client=${id}`)
  await page.getByLabel("Objet").fill("Tapé trop tôt")
  await page.getByRole("combobox", { name: "À", exact: true }).fill("eloi")
  release()
  await hydrated(page)
  await expect(page.getByLabel("Objet")).toHaveValue("Tapé trop tôt")
  await expect(page.getByRole("combobox", { name: "À", exact: true })).toHaveValue("eloi")
  await expect(page.getByText("Brouillon enregistré")).toBeVisible()
})

test("the session ends while writing: nothing is lost", async ({ page, watch, context }) => {
  watch.expectAnswer(401)
  const { id } = await makeAcme(page)
  await write(page, id)
  await page.getByLabel("Objet").fill("Avant")
  await expect(page.getByText("Brouillon enregistré")).toBeVisible()
  await context.clearCookies()
  await page.getByLabel("Message").fill("Écrit après la fin de la session")
  const dialog = page.getByRole("dialog", { name: "Votre session a pris fin" })
  await dialog.getByLabel("Mot de passe").fill("quatre tasses de thé vert")
  await dialog.getByRole("button", { name: "Se connecter" }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText("Brouillon enregistré")).toBeVisible()
  await expect(page.getByLabel("Message")).toHaveValue("Écrit après la fin de la session")
})

test("a look-alike of the client’s domain wants a yes (P29)", async ({ page, mailServer }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  const look = domain.replace(".example", ".exemple")
  await writing.to.fill(`marie@${look}`)
  await writing.to.press("Enter")
  await page.getByLabel("Objet").fill("Est-ce bien vous ?")
  await page.getByLabel("Message").fill("Bonjour")
  await page.getByRole("button", { name: "Envoyer à 3 destinataires" }).click()
  const dialog = page.getByRole("dialog", { name: "Vérifier avant d’envoyer" })
  await expect(dialog).toContainText(look)
  await dialog.getByRole("button", { name: "Revenir au message" }).click()
  expect(mailServer.received).toHaveLength(0)
  await page.getByRole("button", { name: "Envoyer à 3 destinataires" }).click()
  await dialog.getByRole("button", { name: "Envoyer à 3 destinataires" }).click()
  await expect(page.getByText("3 envoyés")).toBeVisible()
})

function sha(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex")
}
