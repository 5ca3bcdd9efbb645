// What a sending of documents asks, remembers and lets go of: mistyped addresses, a copy for oneself, the selection of the book, one mail
// for each client.
import { createHash } from "node:crypto"
import { addClient, addContact, addInvoice } from "../support/invoices.ts"
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { MailServer } from "../support/mail-server.ts"
import { hold, sendBy } from "../support/sending.ts"
import { expect, test } from "../support/test.ts"

const hash = (content: Buffer) => createHash("sha256").update(content).digest("hex")
const review = (ids: string[]) => `/factures/envoi?${ids.map((id) => `d=${id}`).join("&")}`

let server: MailServer

test.beforeEach(async ({ page, signIn }) => {
  await signIn()
  server = new MailServer()
  await server.start()
  await sendBy(page, server)
  await hold(page, 0)
})

// The account of this worker again, for the specs that follow.
test.afterEach(async ({ page, mailServer }) => {
  await sendBy(page, mailServer)
  await hold(page, 10)
  // It waits for the worker's connection, nobody for it.
  void server.stop()
})

test("P29 a typed address that looks like the client's is asked about, and kept when one insists", async ({ page }) => {
  const client = await addClient(page, "Maison du Doute", "info@doute-maison.example")
  const invoice = await addInvoice(page, client)
  await page.goto(review([invoice.id]))
  await page.getByText("Modifier les destinataires").click()
  await page.getByLabel("Autres adresses").fill("compta@doute-maisom.example")
  await page.getByRole("button", { name: "Envoyer", exact: true }).click()
  await expect(page.getByText("compta@doute-maisom.example : vouliez-vous dire compta@doute-maison.example ?")).toBeVisible()
  await expectGoodLook(page, "une adresse qui ressemble")
  await expectAccessible(page, "une adresse qui ressemble")
  expect(server.received).toHaveLength(0)
  await page.getByRole("checkbox", { name: `Garder ce que j’ai saisi : Facture ${invoice.number}` }).check()
  await page.getByRole("button", { name: "Envoyer", exact: true }).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  await expect.poll(() => server.received.flatMap(({ to }) => to).sort()).toEqual(["compta@doute-maisom.example", "info@doute-maison.example"])
})

test("P32 a copy for oneself leaves the document unsent", async ({ page }) => {
  const client = await addClient(page, "Maison de la Copie", "info@copie.example")
  const invoice = await addInvoice(page, client)
  await page.goto(`/documents/${invoice.id}`)
  await page.getByRole("button", { name: /À moi-même/ }).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  await expect.poll(() => server.received.length).toBe(1)
  expect(hash(server.received[0].mail.attachments[0].content)).toBe(hash(invoice.bytes))
  await page.goto(`/factures?q=${invoice.number}`)
  await expect(page.getByRole("row").filter({ hasText: invoice.number })).toContainText("Non envoyé")
})

test("P34 the book forgets what was sent, however one comes back, and keeps what was not", async ({ page }) => {
  const client = await addClient(page, "Maison du Choix", "info@choix.example")
  const [first, second] = [await addInvoice(page, client), await addInvoice(page, client)]
  const book = `/factures?client=${client}`
  const chosen = page.locator("tbody").getByRole("checkbox", { checked: true })
  await page.goto(book)
  for (const one of [first, second]) await page.getByRole("checkbox", { name: `Choisir Facture ${one.number}` }).check()
  await page.getByRole("button", { name: "Envoyer", exact: true }).click()
  await page.getByRole("checkbox", { name: `Ne pas envoyer Facture ${second.number}` }).check()
  // Looking at a result is no sending.
  await page.goto("/envois")
  await page.goto(book)
  await expect(chosen).toHaveCount(2)
  await page.getByRole("button", { name: "Envoyer", exact: true }).click()
  await page.getByRole("checkbox", { name: `Ne pas envoyer Facture ${second.number}` }).check()
  await page.getByRole("button", { name: "Envoyer", exact: true }).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  // Elsewhere first.
  await page.goto("/clients")
  await page.goto(book)
  await expect(chosen).toHaveCount(1)
  await expect(page.getByRole("checkbox", { name: `Choisir Facture ${second.number}` })).toBeChecked()
  // Chosen once more, it stays.
  await page.goto(`${book}&etat=all`)
  await page.getByRole("checkbox", { name: `Choisir Facture ${first.number}` }).check()
  await page.reload()
  await expect(chosen).toHaveCount(2)
  await expect.poll(() => server.received.length).toBe(1)
})

test("P34 one mail for each client carries all that is for its reader, and nothing else", async ({ page }) => {
  const client = await addClient(page, "Maison du Tout", "")
  const [lea, paul] = ["lea@tout.example", "paul@tout.example"]
  const contact = await addContact(page, client, "Léa Petit", lea)
  const other = await addContact(page, client, "Paul Grand", paul)
  const invoices = [
    await addInvoice(page, client, { contact }),
    await addInvoice(page, client, { contact: other }),
    await addInvoice(page, client, { contact }),
  ]
  await page.goto(review(invoices.map((one) => one.id)))
  await expect(page.getByText("3 documents pour 1 client : 3 e-mails à envoyer.")).toBeVisible()
  await page.getByLabel("Un seul e-mail par client").check()
  await page.getByRole("button", { name: "Actualiser" }).click()
  await expect(page.getByText("3 documents pour 1 client : 2 e-mails à envoyer.")).toBeVisible()
  await expectGoodLook(page, "un seul e-mail par client")
  await expectAccessible(page, "un seul e-mail par client")
  await page.getByRole("button", { name: "Envoyer", exact: true }).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  await expect.poll(() => server.received.length).toBe(2)
  const files = (address: string) => {
    const [mail] = server.received.filter(({ to }) => to.includes(address))
    return mail.mail.attachments.map((file) => [file.filename, hash(file.content)])
  }
  expect(files(lea)).toEqual([invoices[0], invoices[2]].map((one) => [one.name, hash(one.bytes)]))
  expect(files(paul)).toEqual([[invoices[1].name, hash(invoices[1].bytes)]])
  await page.goto(`/documents/${invoices[2].id}`)
  await expect(page.getByText(`Documents ${invoices[0].number} et ${invoices[2].number}`).first()).toBeVisible()
})

test("P34 a further address completes as one types, by keyboard and by touch", async ({ page, isMobile }) => {
  const client = await addClient(page, "Maison des Suites", "info@suites.example")
  const other = await addClient(page, "Maison d’à côté", "info@a-cote.example")
  await addContact(page, client, "Zélie Quimperlé", "zelie@suites.example")
  await addContact(page, other, "Zénobie Quimper", "zenobie@a-cote.example")
  const invoice = await addInvoice(page, client)
  await page.goto(review([invoice.id]))
  await page.getByText("Modifier les destinataires").click()
  const field = page.getByRole("combobox", { name: "Autres adresses" })
  await field.pressSequentially("zenobie qui")
  await expect(page.getByRole("option")).toHaveCount(1)
  await expect(page.getByRole("option")).toContainText("Maison d’à côté")
  await expect(page.getByRole("option")).toContainText("Externe au client")
  await expectGoodLook(page, "des suggestions à la revue")
  await expectAccessible(page, "des suggestions à la revue")
  if (isMobile) await page.getByRole("option").tap()
  else {
    await field.press("ArrowDown")
    await field.press("Enter")
  }
  await expect(field).toHaveValue("zenobie@a-cote.example, ")
  await expect(field).toBeFocused()
  await expect(page.getByRole("option")).toHaveCount(0)
  // What follows is looked for by itself; Escape leaves it as typed.
  await field.pressSequentially("zelie")
  await expect(page.getByRole("option")).toHaveCount(1)
  await field.press("Escape")
  await expect(page.getByRole("option")).toHaveCount(0)
  await field.press("Backspace")
  await expect(page.getByRole("option")).toContainText("zelie@suites.example")
  await page.getByRole("option").click()
  await expect(field).toHaveValue("zenobie@a-cote.example, zelie@suites.example, ")
  await page.getByRole("button", { name: "Envoyer", exact: true }).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  await expect.poll(() => server.received.flatMap(({ to }) => to).sort()).toEqual(["info@suites.example", "zelie@suites.example", "zenobie@a-cote.example"])
})
