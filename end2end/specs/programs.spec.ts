// A program with a token of its own (P30): made on its page, used from outside the browser, revoked, given back.
import type { Page } from "@playwright/test"
import { createClient, fresh } from "../support/book.ts"
import { expect, test } from "../support/test.ts"

test.beforeEach(async ({ signIn }) => signIn())

const pdf = new Blob(["%PDF-1.7 une facture"], { type: "application/pdf" })

// As a program does: from node, without any cookie.
async function put(page: Page, token: string, fields: Record<string, string>) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  form.set("file", pdf, "Facture été.pdf")
  const to = new URL("/api/documents", page.url())
  const answer = await fetch(to, { method: "POST", body: form, headers: { authorization: `Bearer ${token}` } })
  return { status: answer.status, said: await answer.json() }
}

// Makes a program, and reads its token, which the page shows this once.
async function made(page: Page, name: string) {
  await page.goto("/parametres/programmes")
  await page.getByLabel("Nom du programme").fill(name)
  await page.getByRole("button", { name: "Créer un jeton" }).click()
  const token = page.getByLabel("Jeton", { exact: true })
  await expect(token).toHaveValue(/^bonport_\S{40,}$/)
  return token.inputValue()
}

test("P30 a program puts a document in by its token, until the token is revoked", async ({ page }) => {
  const { reference, path } = await createClient(page, fresh("Client du programme "))
  const [name, number] = [fresh("Compta "), fresh("F-")]
  const token = await made(page, name)
  await page.goto("/parametres/programmes")
  await expect(page.getByLabel("Jeton", { exact: true })).toHaveCount(0)

  const invoice = { kind: "facture", number, day: "23/11/2026", amount: "1 204,50", client: reference }
  const first = await put(page, token, invoice)
  expect(first.status).toBe(201)
  const again = await put(page, token, invoice)
  expect([again.status, again.said.id]).toEqual([200, first.said.id])
  const other = await put(page, token, { ...invoice, amount: "13" })
  expect([other.status, other.said.problems[0].field]).toEqual([409, "amount"])
  const wrong = await put(page, token, { ...invoice, number: fresh("F-"), client: "personne", day: "hier" })
  expect([wrong.status, wrong.said.problems.map((problem: { code: string }) => problem.code)]).toEqual([422, ["not_a_day"]])

  await page.goto(`${path}/documents`)
  await page.getByRole("link", { name: `Facture ${number}`, exact: true }).click()
  await expect(page.getByText(`par ${name}`)).toBeVisible()

  await page.goto("/parametres/programmes")
  await page.getByRole("button", { name: `Révoquer le jeton de ${name}` }).click()
  await expect(page.getByRole("status").filter({ hasText: `Jeton révoqué : ${name}` })).toBeVisible()
  expect((await put(page, token, invoice)).status).toBe(401)
  await page.getByRole("button", { name: "Annuler", exact: true }).click()
  await expect(page.getByRole("button", { name: `Révoquer le jeton de ${name}` })).toBeVisible()
  expect((await put(page, token, invoice)).status).toBe(200)
})

test("P31 a document that cannot leave by itself waits on the home page", async ({ page }) => {
  const arrival = async (on: boolean) => {
    await page.goto("/parametres/documents")
    const group = page.getByRole("group", { name: "Envoyer à l’arrivée" })
    await group.getByRole("checkbox", { name: "Autre document" }).setChecked(on)
    await page.getByRole("button", { name: "Enregistrer" }).click()
    await expect(page.getByText("Enregistré.")).toBeVisible()
  }
  const { reference, id } = await createClient(page, fresh("Client qui attend "))
  // Nothing leaves by itself for an inactive client, whatever accounts there are.
  await page.evaluate((id) => fetch("/api/clients/deactivate", { method: "POST", body: new URLSearchParams({ id }) }), id)
  const [token, number] = [await made(page, fresh("Archives ")), fresh("D-")]
  await arrival(true)
  const done = await put(page, token, { kind: "other", number, day: "2026-11-23", client: reference })
  await arrival(false)
  expect(done.status).toBe(201)
  await page.goto("/")
  await page.getByRole("link", { name: /documents? attend(ent)? d’être envoyés?/ }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Documents en attente" })).toBeVisible()
  await page.getByRole("button", { name: new RegExp(`^Ne pas envoyer : .*${number}$`) }).click()
  await expect(page.getByRole("status").filter({ hasText: number })).toBeVisible()
  await expect(page.getByRole("link", { name: new RegExp(`${number}$`) })).toHaveCount(0)
})
