// One invoice, and a client with a main address, a billing address, sites and contacts: who has it is who should, and nobody else.
import { createHash } from "node:crypto"
import { fresh } from "../support/book.ts"
import { addClient, addContact, addInvoice, addSite } from "../support/invoices.ts"
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { hold, sendBy } from "../support/sending.ts"
import { expect, hydrated, test } from "../support/test.ts"

test.beforeEach(async ({ page, signIn, mailServer }) => {
  await signIn()
  mailServer.forget()
  await sendBy(page, mailServer)
})

test.afterEach(async ({ page }) => hold(page, 10))

test("P31 P32 an invoice of a client with main, billing, sites and contacts reaches each of those who should have it, alone", async ({ page, mailServer }) => {
  const domain = `${fresh("grande")}.example`
  const at = (who: string) => `${who}@${domain}`
  const client = await addClient(page, "Grande Maison", at("accueil"), at("compta"))
  const here = await addSite(page, client, "Atelier de Gand", at("atelier"))
  const elsewhere = await addSite(page, client, "Dépôt de Lille", at("depot"))
  const receives = "administrative"
  await addContact(page, client, "Partout", at("partout"), { receives })
  await addContact(page, client, "Ici", at("ici"), { receives, site: here })
  await addContact(page, client, "Ailleurs", at("ailleurs"), { receives, site: elsewhere })
  await addContact(page, client, "Acheteur", at("acheteur"), { receives: "orders" })
  await addContact(page, client, "Silence", at("silence"))
  const contact = await addContact(page, client, "Dossier", at("dossier"))
  const invoice = await addInvoice(page, client, { site: here, contact, bytes: 40_000 })
  const document = `/documents/${invoice.id}`

  await page.goto(document)
  const button = (name: string) => page.getByRole("button", { name: `Envoyer à : ${name}`, exact: true })
  // Each of the usual ones has its button, or says why it has none.
  const line = (address: string) => page.getByRole("listitem").filter({ hasText: at(address) }).filter({ has: page.getByRole("button") })
  for (const [address, reason] of [
    ["accueil", "L’adresse de facturation la remplace"],
    ["compta", "Remplace l’adresse principale"],
    ["atelier", "Le réglage n’inclut pas cette adresse"],
    ["dossier", "Contact du document"],
  ]) {
    await expect(line(address)).toContainText(reason)
    await expect(line(address).getByRole("button")).toBeEnabled()
  }
  await page.getByText("Tous les contacts").click()
  for (const [address, reason] of [
    ["ailleurs", "Le document concerne une autre adresse"],
    ["acheteur", "Type de notifications : Commandes"],
    ["silence", "Ne reçoit rien d’office"],
  ]) {
    await expect(line(address)).toContainText(reason)
  }
  await expectGoodLook(page, "le panneau d’un client de plusieurs personnes")
  await expectAccessible(page, "le panneau d’un client de plusieurs personnes")

  // In time to change one's mind: nothing leaves.
  await hold(page, 60)
  const send = page.getByRole("button", { name: "Envoyer à tous ceux qui doivent le recevoir (4)" })
  await send.click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  await hydrated(page)
  await page.getByRole("button", { name: "Annuler l’envoi" }).click()
  await expect(page.getByText("4 annulés").first()).toBeVisible()
  expect(mailServer.received).toHaveLength(0)

  await hold(page, 0)
  await page.goto(document)
  await send.click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  await expect(page.getByText("4 envoyés").first()).toBeVisible()
  const should = ["compta", "dossier", "ici", "partout"].map(at)
  expect(mailServer.received.map(({ to }) => to).sort()).toEqual(should.map((address) => [address]))
  const hash = (content: Buffer) => createHash("sha256").update(content).digest("hex")
  for (const { mail, to, raw } of mailServer.received) {
    expect(mail.subject).toContain(`Facture ${invoice.number}`)
    expect(mail.attachments.map((file) => [file.filename, hash(file.content)])).toEqual([[invoice.name, hash(invoice.bytes)]])
    // Nobody reads who else has it.
    const others = should.filter((address) => address !== to[0])
    expect(others.filter((address) => raw.includes(address))).toEqual([])
  }
  // The page of the result says the same, address by address.
  const result = page.url()
  await expect(page.locator(".delivery")).toHaveCount(4)
  for (const address of should) {
    await expect(page.locator(".delivery").filter({ hasText: address })).toContainText("Envoyé")
  }

  // One more, who is out by the setting, by one's own hand: that one alone.
  mailServer.forget()
  await page.goto(document)
  await expect(page.getByText("Ce document a déjà été envoyé")).toBeVisible()
  await button("Adresse Atelier de Gand").click()
  await expect(page).toHaveURL(/\/envois\/\d+$/)
  expect(page.url()).not.toBe(result)
  await expect(page.getByText("Envoyé", { exact: true }).first()).toBeVisible()
  expect(mailServer.received.map(({ to }) => to)).toEqual([[at("atelier")]])
  // Its history has all three, the one that was cancelled too.
  await page.goto(document)
  await expect(page.locator(".sends > li")).toHaveCount(3)
})
