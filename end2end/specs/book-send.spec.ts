// Many invoices at once: reviewed, sent as one batch, what came of it line by line, corrected and sent again. Against a mail server
// that takes 200 kB and refuses some.
import { createHash } from "node:crypto"
import { createClient } from "../support/book.ts"
import { addClient, addContact, addInvoice, lines } from "../support/invoices.ts"
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { MailServer } from "../support/mail-server.ts"
import { hold, sendBy } from "../support/sending.ts"
import { expect, test } from "../support/test.ts"

const hash = (content: Buffer) => createHash("sha256").update(content).digest("hex")
const review = (ids: string[]) => `/factures/envoi?${ids.map((id) => `d=${id}`).join("&")}`

let server: MailServer

test.beforeEach(async ({ page, signIn }) => {
  await signIn()
  server = new MailServer(undefined, 200_000)
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

test("P34 P36 sixty invoices: who has no address stays, the result is the server's journal, what failed is sent again", async ({ page }) => {
  test.slow()
  const invoices = []
  for (let n = 0; n < 60; n++) {
    const address = n < 5 ? "" : `client${n}@lot.example`
    const client = await addClient(page, `Client ${n} du lot`, address)
    invoices.push({ address, ...(await addInvoice(page, client, { bytes: n === 20 ? 300_000 : 600 })) })
  }
  const refused = [30, 40, 50].map((n) => invoices[n])
  for (const one of refused) server.refuse(one.address, 550, "5.1.1 no such user here")
  const tooLarge = invoices[20]

  await page.goto(review(invoices.map((one) => one.id)))
  await expect(page.getByText("55 documents pour 55 clients : 55 e-mails à envoyer.")).toBeVisible()
  await expect(page.getByText("5 documents ne peuvent pas partir tels quels")).toBeVisible()
  await expect(page.locator("main h2").first()).toHaveText("À régler (5)")
  await expect(page.locator("main h3").first()).toHaveText(`Facture ${invoices[0].number}`)
  await expectGoodLook(page, "60 factures à vérifier")
  await page.getByRole("button", { name: "Envoyer", exact: true }).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  const result = page.url()
  await expect(page.getByText("51 envoyés, 4 non envoyés")).toBeVisible()

  const told = lines(await (await page.request.get(`${result}/resultat.csv`)).text())
  expect(told).toHaveLength(55)
  const byState = (state: string) => told.filter((line) => line["État"] === state).map((line) => line["Adresse"]).sort()
  expect(byState("Envoyé")).toEqual(server.received.flatMap(({ to }) => to).sort())
  expect(byState("Échec")).toEqual([...refused, tooLarge].map((one) => one.address).sort())
  for (const { to, mail } of server.received) {
    const [one] = invoices.filter((invoice) => invoice.address === to[0])
    expect(to).toHaveLength(1)
    expect(mail.attachments.map((file) => [file.filename, hash(file.content)])).toEqual([[one.name, hash(one.bytes)]])
    expect(told.find((line) => line["Adresse"] === to[0])?.["Document"]).toBe(`Facture ${one.number}`)
  }
  for (const one of refused) {
    expect(told.find((line) => line["Adresse"] === one.address)?.["Code"]).toBe("550")
  }

  const failures = page.locator(".delivery").filter({ hasText: "Échec" })
  await expect(failures).toHaveCount(4)
  await expect(page.locator(".delivery").first()).toContainText("Échec")
  const line = failures.filter({ hasText: refused[0].address })
  await expect(line).toContainText("Cette adresse n’existe pas chez le destinataire.")
  await expect(line.getByRole("link", { name: refused[0].number })).toHaveAttribute("href", `/documents/${refused[0].id}`)
  await expectGoodLook(page, "le résultat de 55 envois")
  await expectAccessible(page, "le résultat de 55 envois")

  // One is corrected and sent again; the others that were refused, all in one act.
  await page.getByRole("link", { name: "Renvoyer les 4 échecs" }).click()
  await expect(page.getByText("51 e-mails sont déjà partis et ne repartent pas.")).toBeVisible()
  await expectGoodLook(page, "des échecs à renvoyer")
  await expectAccessible(page, "des échecs à renvoyer")
  for (const one of refused.slice(1)) server.accept(one.address)
  const address = (one: { number: string }) => page.getByLabel(new RegExp(`^Adresse pour Facture ${one.number} · `))
  await address(refused[0]).fill("corrigee@lot.example")
  await page.getByRole("listitem").filter({ has: address(tooLarge) }).getByRole("checkbox").uncheck()
  const before = server.received.length
  await page.getByRole("button", { name: "Renvoyer", exact: true }).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  expect(page.url()).not.toBe(result)
  await expect(page.getByText("3 envoyés")).toBeVisible()
  const again = server.received.slice(before)
  expect(again.map(({ to }) => to[0]).sort()).toEqual(["corrigee@lot.example", ...refused.slice(1).map((one) => one.address)].sort())
  const corrected = again.find(({ to }) => to[0] === "corrigee@lot.example")
  expect(hash(corrected?.mail.attachments[0].content as Buffer)).toBe(hash(refused[0].bytes))

  // By now the server's limit is known: what is over it is told before anything leaves.
  await page.goto(review([tooLarge.id, invoices[21].id]))
  await expect(page.getByText("Trop volumineux")).toBeVisible()
  await expect(page.getByText("Déjà envoyé")).toBeVisible()
})

test("P31 P34 two invoices of one client each reach their own contact, with their own PDF alone", async ({ page }) => {
  const client = await addClient(page, "Deux contacts", "")
  const [lea, paul] = ["lea@deux.example", "paul@deux.example"]
  const contacts = [await addContact(page, client, "Léa Petit", lea), await addContact(page, client, "Paul Grand", paul)]
  const invoices = []
  for (const contact of contacts) invoices.push(await addInvoice(page, client, { contact, bytes: 90_000 }))
  await page.goto(review(invoices.map((one) => one.id)))
  await expect(page.getByText("2 documents pour 1 client : 2 e-mails à envoyer.")).toBeVisible()
  await expect(page.getByText("Contact du document")).toHaveCount(4)
  await page.getByText("Modifier les destinataires").first().click()
  await expectGoodLook(page, "deux factures à vérifier, une dépliée")
  await expectAccessible(page, "deux factures à vérifier, une dépliée")
  await page.getByRole("button", { name: "Envoyer", exact: true }).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  for (const name of ["Léa Petit", "Paul Grand"]) await expect(page.locator("summary").filter({ hasText: name })).toHaveCount(1)
  await expect.poll(() => server.received.length).toBe(2)
  for (const [address, invoice] of [[lea, invoices[0]], [paul, invoices[1]]] as const) {
    const [mail, ...more] = server.received.filter(({ to }) => to.includes(address))
    expect(more).toHaveLength(0)
    expect(mail.to).toEqual([address])
    expect(mail.mail.attachments.map((file) => hash(file.content))).toEqual([hash(invoice.bytes)])
  }
})

test("P34 what is typed and ticked stays when the page is asked for again, and a double click is one batch", async ({ page }) => {
  await hold(page, 60)
  const client = await createClient(page, "Maison des Tisanes")
  const [first, second] = [await addInvoice(page, client.id), await addInvoice(page, client.id)]
  await page.goto(review([first.id, second.id]))
  const line = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: `Facture ${first.number}` }) })
  await line.getByText("Modifier les destinataires").click()
  await line.getByLabel("Autres adresses").fill("nouvelle@ailleurs.example")
  await page.getByRole("checkbox", { name: `Ne pas envoyer Facture ${second.number}` }).check()
  await line.getByLabel("Autres adresses").press("Enter")
  await expect(page.getByText("1 document pour 1 client : 2 e-mails à envoyer.")).toBeVisible()
  await expect(page.getByText("Adresse inconnue, ajoutée pour cet envoi")).toBeVisible()
  await page.getByRole("button", { name: "Envoyer", exact: true }).dblclick()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  await expect(page.locator(".delivery")).toHaveCount(2)
  await page.getByRole("button", { name: "Annuler l’envoi" }).click()
  await expect(page.getByText("Annulé").first()).toBeVisible()
  await page.goto(`${client.path}/historique`)
  await expect(page.getByRole("link", { name: new RegExp(first.number) })).toHaveCount(1)
  expect(server.received).toHaveLength(0)
})
