// Display options (P10): an administrator hides a field and a module, everybody's pages follow, and nothing is lost.
import type { Page } from "@playwright/test"
import { createClient } from "../support/book.ts"
import { expect, hydrated, test } from "../support/test.ts"

// Boxes of the page, by their labels: those of a client and of a contact read alike.
const everything = [/^Note$/, /^Langue$/, /^Adresses des clients$/]

test.beforeEach(async ({ signIn }) => signIn())
// The other tests of this worker see everything.
test.afterEach(async ({ page }) => show(page, everything, true))

async function show(page: Page, names: RegExp[], on: boolean) {
  await page.goto("/parametres/affichage")
  for (const name of names) {
    for (const box of await page.locator("fieldset:not(:has(#f-required))").getByRole("checkbox", { name }).all()) await box.setChecked(on)
  }
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByText("Enregistré.")).toBeVisible()
}

test("P10 a hidden field is not asked, keeps its data, and comes back", async ({ page }) => {
  const { path } = await createClient(page, "Maison Œuvrard")
  const edit = async () => {
    await page.goto(`${path}/modifier`)
    await hydrated(page)
  }
  await edit()
  await page.getByLabel("Note", { exact: true }).fill("Livrer par la cour")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByText("Livrer par la cour")).toBeVisible()

  await page.goto("/parametres/societe")
  await hydrated(page)
  await page.getByRole("link", { name: "Options d’affichage et champs obligatoires" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Options d’affichage" })).toBeVisible()
  await show(page, everything, false)
  await edit()
  await expect(page.getByLabel("Note", { exact: true })).toHaveCount(0)
  await page.getByLabel("Ville").fill("Gand")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByText("Gand")).toBeVisible()
  await expect(page.getByText("Livrer par la cour")).toHaveCount(0)
  const tabs = page.getByRole("navigation", { name: "Fiche" })
  await expect(tabs.getByRole("link", { name: "Contacts" })).toBeVisible()
  await expect(tabs.getByRole("link", { name: "Adresses" })).toHaveCount(0)

  await show(page, everything, true)
  await page.goto(path)
  await expect(page.getByText("Livrer par la cour")).toBeVisible()
  await expect(tabs.getByRole("link", { name: "Adresses" })).toBeVisible()
})
