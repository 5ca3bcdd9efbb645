// What is being written and has not left: its files, a page that is open for long, and « Envoyer » refused. How it is saved is in
// saving.spec.ts.
import { takeClock } from "../support/clock.ts"
import { hold, sendBy } from "../support/sending.ts"
import { expect, hydrated, test } from "../support/test.ts"
import { makeAcme, write } from "../support/writing.ts"
import type { Locator, Page } from "@playwright/test"

test.beforeEach(async ({ page, signIn, mailServer }) => {
  mailServer.forget()
  await signIn()
  await sendBy(page, mailServer)
  await hold(page, 0)
})

const file = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(name) })

const headers = (page: Page) => ({ Origin: new URL(page.url()).origin, Accept: "application/json" })

// The id of the contact who has this address.
async function contact(page: Page, client: number, address: string): Promise<number> {
  const data = { client, addresses: [address] }
  const answer = await page.request.post("/api/recipients/look-up", { data, headers: headers(page) })
  const [[, { candidate }]] = await answer.json()
  return candidate.contact
}

const refusal = (page: Page) => page.locator(".send-bar > [role=alert]")

test("a file taken off while it uploads, or waits its turn, does not leave with the mail", async ({ page, mailServer }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  let release = () => {}
  const held = new Promise<void>((go) => (release = go))
  const asked: string[] = []
  await page.route(/\/fichiers\?/, async (route) => {
    asked.push(new URL(route.request().url()).searchParams.get("nom")!)
    await held
    // The browser may have given it up meanwhile.
    await route.continue().catch(() => {})
  })
  await page.locator("input[type=file]").setInputFiles([file("en-route.txt"), file("attend.txt"), file("reste.txt")])
  await expect.poll(() => asked).toEqual(["en-route.txt"])
  await page.getByRole("button", { name: "Retirer en-route.txt" }).click()
  await page.getByRole("button", { name: "Retirer attend.txt" }).click()
  release()
  await expect(page.getByRole("progressbar")).toHaveCount(0)
  expect(asked).toEqual(["en-route.txt", "reste.txt"])
  await writing.subject.fill("Un seul")
  await writing.message.fill("Bonjour")
  await writing.send(2).click()
  await expect(page.getByText("2 envoyés")).toBeVisible()
  expect(mailServer.received[0].mail.attachments.map((attachment) => attachment.filename)).toEqual(["reste.txt"])
})

test("a file dropped on the form leaves with the mail", async ({ page, mailServer }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  const dataTransfer = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    data.items.add(new File(["plan"], "plan.txt", { type: "text/plain" }))
    return data
  })
  const form = page.locator("form.compose")
  await writing.message.dispatchEvent("dragover", { dataTransfer })
  await expect(form).toHaveClass(/dropping/)
  await writing.message.dispatchEvent("drop", { dataTransfer })
  await expect(form).not.toHaveClass(/dropping/)
  await expect(page.getByRole("button", { name: "Retirer plan.txt" })).toBeVisible()
  await expect(page.getByRole("progressbar")).toHaveCount(0)
  await writing.subject.fill("Le plan")
  await writing.message.fill("Bonjour")
  await writing.send(2).click()
  await expect(page.getByText("2 envoyés")).toBeVisible()
  expect(mailServer.received[0].mail.attachments.map((attachment) => attachment.content.toString())).toEqual(["plan"])
})

test("with a file that failed nothing leaves, until it is there", async ({ page, watch, mailServer }) => {
  watch.expectAnswer(413)
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  let broken = true
  await page.route(/\/fichiers\?/, (route) => (broken ? route.fulfill({ status: 413 }) : route.continue()))
  await page.locator("input[type=file]").setInputFiles(file("devis.txt"))
  await expect(page.getByText("C’est trop volumineux")).toBeVisible()
  await writing.subject.fill("Avec un devis")
  await writing.message.fill("Bonjour")
  await writing.send(2).click()
  await expect(refusal(page)).toContainText("Attendez la fin du chargement")
  expect(mailServer.received).toHaveLength(0)
  broken = false
  await page.locator(".files").getByRole("button", { name: "Réessayer" }).click()
  await expect(page.getByText("C’est trop volumineux")).toHaveCount(0)
  await expect(page.getByRole("progressbar")).toHaveCount(0)
  await writing.message.fill("Bonjour,\n\nvoici le devis.")
  await expect(refusal(page)).toBeEmpty()
  await writing.send(2).click()
  await expect(page.getByText("2 envoyés")).toBeVisible()
  expect(mailServer.received[0].mail.attachments.map((attachment) => attachment.filename)).toEqual(["devis.txt"])
})

test("P26 the zone above a contact does not close over a draft that is not saved, unless one says so", async ({ page, watch }) => {
  watch.expectAnswer(403)
  const { id, domain } = await makeAcme(page)
  await page.goto(`/contacts/${await contact(page, id, `eloise@${domain}`)}`)
  await hydrated(page)
  await page.route("**/api/compose/save", (route) => route.fulfill({ status: 403 }))
  await page.getByRole("main").getByRole("link", { name: "Écrire", exact: true }).click()
  const zone = page.getByRole("dialog", { name: "Écrire" })
  await zone.getByLabel("Objet").fill("À ne pas perdre")
  await expect(zone.getByText("Brouillon non enregistré")).toBeVisible()
  page.once("dialog", (dialog) => dialog.dismiss())
  await zone.getByRole("button", { name: "Fermer" }).first().click()
  await expect(zone.getByLabel("Objet")).toHaveValue("À ne pas perdre")
  page.once("dialog", (dialog) => dialog.accept())
  await zone.getByRole("button", { name: "Fermer" }).first().click()
  await expect(zone).toBeHidden()
})

// The server's clock does not go along: by the page's, less is left of the thirty seconds.
test("a page that is open for long knows what time it is", async ({ page }) => {
  await hold(page, 30)
  const { id } = await makeAcme(page)
  await takeClock(page)
  const writing = await write(page, id)
  await page.clock.fastForward("00:12")
  await writing.subject.fill("Écrit longtemps")
  await writing.message.fill("Bonjour")
  await writing.send(2).click()
  await expect(page.getByText(/Départ dans 1?\d\s+secondes?/)).toBeVisible()
  // It must not leave during another test.
  await page.getByRole("button", { name: "Annuler l’envoi" }).click()
  await expect(page).toHaveURL(/brouillon=/)
  await page.clock.fastForward("24:00:00")
  await page.locator("a.brand:visible").click()
  const when = page.getByRole("complementary").locator("li", { hasText: "Écrit longtemps" }).locator("time")
  // Whoever tests at midnight wrote it the day before yesterday.
  await expect(when).toBeVisible()
  await expect(when).not.toContainText("aujourd’hui")
})

test("D94 a mail with neither subject nor text is asked about", async ({ page, mailServer }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.send(2).click()
  const question = page.getByRole("dialog", { name: "Vérifier avant d’envoyer" })
  await expect(question).toContainText("L’e-mail n’a ni objet ni texte.")
  await question.getByRole("button", { name: "Revenir au message" }).click()
  await expect(question).toBeHidden()
  expect(mailServer.received).toHaveLength(0)
  await writing.subject.fill("Rappel")
  await writing.send(2).click()
  await expect(page.getByText("2 envoyés")).toBeVisible()
})

test("the address names a draft from its first save on: loaded again, the page shows what was written", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.subject.fill("Inventaire")
  await expect(page).toHaveURL(/\/ecrire\?brouillon=\d+$/)
  await page.reload()
  await hydrated(page)
  await expect(writing.subject).toHaveValue("Inventaire")
  await expect(writing.chips()).toHaveCount(2)
  await page.getByRole("navigation", { name: "Principale" }).getByRole("link", { name: "Clients" }).click()
  await expect(page).toHaveURL(/\/clients$/)
  await page.goBack()
  await expect(writing.subject).toHaveValue("Inventaire")

  // Once it has left, nothing is written there any more.
  await writing.message.fill("Bonjour")
  await writing.send(2).click()
  await expect(page.getByText("2 envoyés")).toBeVisible()
  await page.goBack()
  await expect(page).not.toHaveURL(/\/(ecrire|envois)/)
})

test("P25 D94 what stands in the way is said above « Envoyer » until something changes", async ({ page }) => {
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  for (const left of [1, 0]) {
    await writing.field.getByRole("button", { name: /^Retirer / }).first().click()
    await expect(writing.chips()).toHaveCount(left)
  }
  await page.locator(".send-bar button[type=submit]").click()
  await expect(refusal(page)).toHaveText("Ajoutez au moins un destinataire.")
  await expect(writing.to).toBeFocused()
  await writing.subject.fill("Sans personne")
  await expect(refusal(page)).toBeEmpty()
})

test("D82 D94 somebody of another client, typed and sent at once, is asked about first", async ({ page, mailServer }) => {
  const other = await makeAcme(page)
  const { id } = await makeAcme(page)
  const writing = await write(page, id)
  let release = () => {}
  const held = new Promise<void>((go) => (release = go))
  await page.route("**/api/recipients/look-up", async (route) => {
    await held
    await route.continue()
  })
  await writing.subject.fill("Chez qui ?")
  await writing.message.fill("Bonjour")
  await writing.to.fill(`eloise@${other.domain}`)
  await writing.to.press("Control+Enter")
  release()
  await expect(page.getByRole("dialog", { name: "Vérifier avant d’envoyer" })).toContainText("Éloïse Lefèvre")
  expect(mailServer.received).toHaveLength(0)
})

test("cells of a spreadsheet are text, not a picture of themselves", async ({ page }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  const paste = (field: Locator, text: string) =>
    field.evaluate((field, text) => {
      const clipboardData = new DataTransfer()
      if (text) clipboardData.setData("text/plain", text)
      clipboardData.items.add(new File(["cells"], "image.png", { type: "image/png" }))
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  await paste(writing.to, `anne@${domain}\r\nluc@${domain}\r\n`)
  await expect(writing.chips()).toHaveCount(4)
  await paste(writing.message, "Total\t12")
  await paste(writing.message, "")
  await expect(page.getByRole("button", { name: "Retirer image.png" })).toHaveCount(1)
})

test("D86 Enter in the subject goes on to the message, and presses no star on its way", async ({ page, mailServer }) => {
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.fill(`nouvelle@${domain}`)
  await writing.to.press("Enter")
  const star = page.locator("#recip-new").getByRole("button", { name: `Favori\u00a0: nouvelle@${domain}` })
  const before = await star.getAttribute("aria-pressed")
  await writing.subject.fill("Devis")
  await writing.subject.press("Enter")
  await expect(writing.message).toBeFocused()
  await expect(star).toHaveAttribute("aria-pressed", before!)
  await expect(page.getByRole("dialog")).toHaveCount(0)
  expect(mailServer.received).toHaveLength(0)
})

test("P05 D46 D78 who became inactive meanwhile is named, and shown although the line is folded up", async ({ page, watch, mailServer }) => {
  watch.expectAnswer(422)
  const { id, domain } = await makeAcme(page)
  const writing = await write(page, id)
  await writing.to.focus()
  await writing.paste(Array.from({ length: 110 }, (_, n) => `p${n}@${domain}`).join(";"))
  await expect(writing.chips()).toHaveCount(112)
  await writing.to.fill(`eloise@${domain}`)
  await writing.to.press("Enter")
  await writing.subject.fill("À tous")
  await writing.message.fill("Bonjour")
  await expect(writing.chips()).toHaveCount(2)

  const form = { id: String(await contact(page, id, `eloise@${domain}`)) }
  const done = await page.request.post("/api/contacts/deactivate", { form, headers: headers(page) })
  expect(done.ok(), await done.text()).toBe(true)

  await writing.send(113).click()
  await page.getByRole("dialog", { name: "Vérifier avant d’envoyer" }).getByRole("button", { name: "Envoyer à 113 destinataires" }).click()
  await expect(refusal(page)).toContainText("Éloïse Lefèvre est un contact inactif")
  await expect(writing.chip("Éloïse Lefèvre")).toBeFocused()
  expect(mailServer.received).toHaveLength(0)
})
