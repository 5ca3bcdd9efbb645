// Families of clients: renamed, and merged where the name exists already; both with plain forms of a page without the wasm.
import type { Page } from "@playwright/test"
import { createClient, fresh } from "../support/book.ts"
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { expect, hydrated, test } from "../support/test.ts"

test.beforeEach(async ({ signIn }) => signIn())

async function clientOf(page: Page, family: string) {
  const { path } = await createClient(page, fresh("Maison "))
  await page.goto(`${path}/modifier`)
  await hydrated(page)
  await page.getByLabel("Famille", { exact: true }).fill(family)
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByText(family)).toBeVisible()
}

async function rename(page: Page, from: string, to: string) {
  const row = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: from, exact: true }) })
  await row.locator("summary").click()
  await row.getByLabel("Nouveau nom").fill(to)
  await row.getByRole("button", { name: "Enregistrer" }).click()
}

test("a family is renamed, and merged into the one that has its new name", async ({ page }) => {
  const [first, second, third] = [fresh("Fournils "), fresh("Fromageries "), fresh("Épiceries ")]
  await clientOf(page, first)
  await clientOf(page, second)
  await clientOf(page, second)
  await page.goto("/clients")
  await hydrated(page)
  await page.getByRole("link", { name: "Familles", exact: true }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Familles de clients" })).toBeVisible()
  await rename(page, first, third)
  await expect(page.getByText(`Famille renommée : ${third}`)).toBeVisible()
  await expect(page.getByRole("link", { name: first, exact: true })).toHaveCount(0)

  await rename(page, third, second.toUpperCase())
  const question = page.getByRole("alert")
  await expect(question).toContainText(`${third} (1 client) sera réunie à ${second} (2 clients)`)
  await expectGoodLook(page, "réunir deux familles")
  await expectAccessible(page, "réunir deux familles")
  await question.getByRole("button", { name: "Réunir les deux familles" }).click()
  await expect(page.getByText(`Familles réunies : ${second} (3 clients)`)).toBeVisible()
  await page.getByRole("link", { name: second, exact: true }).click()
  await hydrated(page)
  await expect(page.getByText("3 clients").first()).toBeVisible()

  await page.goto("/clients/familles")
  await expectGoodLook(page, "une réunion à annuler")
  await expectAccessible(page, "une réunion à annuler")
  await page.getByRole("button", { name: `Annuler la réunion : ${third}` }).click()
  await expect(page.getByText(`Familles séparées : ${third} (1 client)`)).toBeVisible()
  await expect(page.getByRole("button", { name: `Annuler la réunion : ${third}` })).toHaveCount(0)
})
