// Documents of a client, put in with a PDF, removed and given back; and who receives what. Plain pages, made by the server alone.
import { createHash, randomBytes } from "node:crypto"
import { createClient, createContact, fresh } from "../support/book.ts"
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { hold, sendBy } from "../support/sending.ts"
import { expect, hydrated, test } from "../support/test.ts"

test.beforeEach(async ({ signIn }) => signIn())

const pdf = "%PDF-1.4\n% ce qui suit est abîmé\n"

test("P30 an invoice is put in, says who receives it, and comes out as it was", async ({ page }) => {
  const client = await createClient(page, "Maison des Épices")
  const number = fresh("2026-")
  await page.getByRole("navigation", { name: "Fiche" }).getByRole("link", { name: "Documents" }).click()
  await expect(page.getByText("Aucun document.")).toBeVisible()
  await page.getByRole("link", { name: "Ajouter un document" }).click()

  const file = page.getByLabel("Fichier PDF")
  await file.setInputFiles({ name: "facture.pdf", mimeType: "application/pdf", buffer: Buffer.from("MZ") })
  await page.getByRole("button", { name: "Continuer" }).click()
  await expect(page.getByText("Ce fichier n’est pas un PDF").first()).toBeVisible()
  await expectGoodLook(page, "un fichier qui n’est pas un PDF")
  await file.setInputFiles({ name: `Facture été ${number}.pdf`, mimeType: "application/pdf", buffer: Buffer.from(pdf) })
  await page.getByRole("button", { name: "Continuer" }).click()

  await expect(page.getByLabel("Numéro")).toHaveValue(number)
  await page.getByLabel("Montant").fill("1.204")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByRole("alert")).toContainText("Ce n’est pas un montant")
  await expectAccessible(page, "un document à corriger")
  await page.getByLabel("Montant").fill("1204,50")
  await page.getByRole("button", { name: "Enregistrer" }).click()

  await expect(page.getByRole("heading", { level: 1, name: `Facture ${number}` })).toBeVisible()
  await expect(page.getByText("1 204,50 €")).toBeVisible()
  await expect(page.getByText("L’adresse principale reçoit tout").first()).toBeVisible()
  const link = page.getByRole("link", { name: /^Télécharger Facture été/ })
  const answer = await page.request.get((await link.getAttribute("href")) ?? "")
  expect(await answer.text()).toBe(pdf)
  expect(answer.headers()["content-disposition"]).toContain("attachment")

  await page.getByRole("button", { name: `Supprimer Facture ${number}` }).click()
  await expect(page.getByText(`Document supprimé : Facture ${number}`)).toBeVisible()
  await expectGoodLook(page, "un document supprimé")
  await page.getByRole("button", { name: "Annuler" }).click()
  await expect(page.getByRole("link", { name: `Facture ${number}` })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`${client.path}/documents$`))
})

test("P38 who receives what is told with its reason, and changed in place", async ({ page }) => {
  const client = await createClient(page, "Maison des Thés")
  const email = `${fresh("lea")}@thes.example`
  await createContact(page, client.id, email, ["Léa", "Thévenin"])
  await hydrated(page)
  await page.getByRole("link", { name: "Qui reçoit quoi" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Qui reçoit quoi" })).toBeVisible()
  const row = page.getByRole("row").filter({ hasText: "Léa Thévenin" })
  await expect(row).toContainText("Ne reçoit rien d’office")
  await page.getByLabel("Notifications : Léa Thévenin", { exact: true }).selectOption({ label: "Administratives" })
  await page.getByRole("button", { name: "Enregistrer les notifications : Léa Thévenin" }).click()
  await expect(page.getByText("Léa Thévenin reçoit maintenant : Notifications administratives")).toBeVisible()
  await expect(row).toContainText("Type de notifications : Administratives")
  await expectGoodLook(page, "qui reçoit quoi, changé")
  await expectAccessible(page, "qui reçoit quoi, changé")
  await page.getByRole("button", { name: "Annuler" }).click()
  await expect(row).toContainText("Ne reçoit rien d’office")
})

test("P32 P33 an invoice to a client with one address starts at once, can be cancelled, and arrives byte for byte", async ({ page, mailServer }) => {
  mailServer.forget()
  await sendBy(page, mailServer)
  await hold(page, 60)
  const client = await createClient(page, "Maison des Cafés")
  const [number, bytes] = [fresh("2026-"), Buffer.concat([Buffer.from(pdf), randomBytes(90_000)])]
  await page.goto(`${client.path}/documents/nouveau`)
  await page.getByLabel("Fichier PDF").setInputFiles({ name: `Facture été ${number}.pdf`, mimeType: "application/pdf", buffer: bytes })
  await page.getByRole("button", { name: "Continuer" }).click()
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page).toHaveURL(/\/documents\/\d+/)
  const document = new URL(page.url()).pathname

  const send = page.getByRole("button", { name: "Envoyer à la seule adresse qui doit le recevoir" })
  await expect(page.getByRole("button", { name: "Envoyer à : Adresse de facturation" })).toBeDisabled()
  await send.click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  await hydrated(page)
  await page.getByRole("button", { name: "Annuler l’envoi" }).click()
  await expect(page.getByText("Annulé").first()).toBeVisible()
  expect(mailServer.received).toHaveLength(0)

  await hold(page, 0)
  await page.goto(document)
  await send.click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  await expect.poll(() => mailServer.received.length).toBe(1)
  const [{ to, mail }] = mailServer.received
  expect(to).toEqual([`contact@${client.reference.toLowerCase()}.example`])
  expect(mail.subject).toContain(`Facture ${number}`)
  const [file] = mail.attachments
  expect(file.filename).toBe(`Facture été ${number}.pdf`)
  const hash = (content: Buffer) => createHash("sha256").update(content).digest("hex")
  expect(hash(file.content)).toBe(hash(bytes))
  await expect(page.getByText("Envoyé", { exact: true }).first()).toBeVisible()
  await page.goto(document)
  await expect(page.getByText("Ce document a déjà été envoyé")).toBeVisible()
  await expectGoodLook(page, "un document envoyé")
  await expectAccessible(page, "un document envoyé")
})

test("P27 « Choisir les destinataires… » opens the composer on the document, and what it sends is the document's", async ({ page, mailServer }) => {
  mailServer.forget()
  await sendBy(page, mailServer)
  await hold(page, 0)
  const client = await createClient(page, "Maison des Laines")
  const email = `${fresh("ada")}@laines.example`
  await createContact(page, client.id, email, ["Ada", "Laine"])
  const number = fresh("2026-")
  await page.goto(`${client.path}/documents/nouveau`)
  await page.getByLabel("Fichier PDF").setInputFiles({ name: `Facture ${number}.pdf`, mimeType: "application/pdf", buffer: Buffer.from(pdf) })
  await page.getByRole("button", { name: "Continuer" }).click()
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page).toHaveURL(/\/documents\/\d+/)
  const document = new URL(page.url()).pathname

  await page.getByRole("button", { name: "Choisir les destinataires…" }).click()
  await expect(page).toHaveURL(/\/ecrire\?brouillon=\d+$/)
  await hydrated(page)
  await expect(page.getByLabel("Objet")).toHaveValue(`Facture ${number}`)
  await expect(page.getByText(`Facture ${number}.pdf`).first()).toBeVisible()
  await page.getByRole("combobox", { name: "À", exact: true }).fill(email)
  await page.getByRole("combobox", { name: "À", exact: true }).press("Enter")
  await page.getByRole("button", { name: "Envoyer à 2 destinataires" }).click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  await expect.poll(() => mailServer.received.length).toBe(1)
  expect([...mailServer.received[0].to].sort()).toEqual([email, `contact@${client.reference.toLowerCase()}.example`].sort())
  expect(mailServer.received[0].mail.attachments[0].content.toString()).toBe(pdf)
  await page.goto(document)
  await expect(page.getByRole("heading", { name: "Envois de ce document" })).toBeVisible()
  await expect(page.getByText("Envoyé", { exact: true }).first()).toBeVisible()
})
