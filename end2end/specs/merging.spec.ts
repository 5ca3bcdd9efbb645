// Two contacts who are one person: proposed, compared, merged, and given back. The server alone makes these pages.
import { createClient, createContact, fresh } from "../support/book.ts"
import { expect, hydrated, test } from "../support/test.ts"

test.beforeEach(async ({ signIn }) => signIn())

test("P02 a double is merged, its address leads to the other card, and the merge is undone", async ({ page }) => {
  const label = fresh("Maison Double ")
  const client = await createClient(page, label)
  const [first, second] = [`${fresh("ines")}@double.example`, `${fresh("i.benali")}@double.example`]
  await createContact(page, client.id, first, ["Inès", "Benali"])
  await createContact(page, client.id, second, ["Inès", "Benali"])

  await page.goto("/contacts")
  await hydrated(page)
  await page.getByRole("link", { name: "Doublons" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Doublons" })).toBeVisible()
  const pair = page.getByRole("listitem").filter({ hasText: label })
  await expect(pair).toContainText(`Inès Benali (${first}) et Inès Benali (${second})`)
  await pair.getByRole("link", { name: /^Comparer/ }).click()

  await expect(page.getByRole("heading", { level: 1, name: "Comparer deux contacts" })).toBeVisible()
  const gone = new URL(page.url()).pathname.split("/").pop()
  await page.getByRole("group", { name: "E-mail" }).getByRole("radio", { name: second }).check()
  await page.getByRole("button", { name: "Fusionner" }).click()
  const said = page.getByRole("status").filter({ hasText: "Contacts fusionnés : Inès Benali" })
  await expect(said).toBeVisible()
  await expect(page.getByRole("listitem").filter({ hasText: label })).toHaveCount(0)

  await page.goto(`/contacts/${gone}`)
  await hydrated(page)
  await expect(page).not.toHaveURL(new RegExp(`/contacts/${gone}$`))
  await expect(page.getByRole("heading", { level: 1, name: "Inès Benali" })).toBeVisible()
  await expect(page.getByText(`Autre e-mail : ${first}`.replace(" :", "\u00a0:"))).toBeVisible()

  await page.goBack()
  await said.getByRole("button", { name: "Annuler la fusion" }).click()
  await expect(page.getByText("Fusion annulée")).toBeVisible()
  await expect(page.getByRole("listitem").filter({ hasText: label })).toHaveCount(1)
  await page.goto(`/contacts/${gone}`)
  await hydrated(page)
  await expect(page).toHaveURL(new RegExp(`/contacts/${gone}$`))
  await expect(page.getByRole("main")).toContainText(second)
})

test("two who are not one are proposed no more, and again once that is undone", async ({ page }) => {
  const label = fresh("Maison Paire ")
  const client = await createClient(page, label)
  for (const address of ["theo", "t.peron"]) await createContact(page, client.id, `${fresh(address)}@paire.example`, ["Théo", "Péron"])
  await page.goto("/contacts/doublons")
  const pair = page.getByRole("listitem").filter({ hasText: label })
  await pair.getByRole("button", { name: /^Ce ne sont pas des doublons/ }).click()
  const said = page.getByRole("status").filter({ hasText: "Cette paire n’est plus proposée" })
  await expect(said).toBeVisible()
  await expect(pair).toHaveCount(0)
  await said.getByRole("button", { name: "Annuler" }).click()
  await expect(pair).toHaveCount(1)
})
