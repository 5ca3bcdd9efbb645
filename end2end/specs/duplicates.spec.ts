// P02: the e-mail of a new contact is another's; what is offered then leads somewhere, with the wasm and without.
import type { Browser, Page } from "@playwright/test"
import { fresh, inactiveMarie, secondPerson } from "../support/book.ts"
import { expect, hydrated, test } from "../support/test.ts"

test.beforeEach(async ({ signIn }) => signIn())

async function typeAgain(page: Page, email: string) {
  await page.getByLabel("E-mail", { exact: false }).first().fill(email)
  await page.getByLabel("Fonction", { exact: true }).fill("Directrice")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByRole("heading", { name: "Cette adresse est celle de Marie Durand" })).toBeVisible()
}

test("P02 Réactiver shows the card, says so, and is taken back with Annuler", async ({ page, watch }) => {
  watch.expectAnswer(422)
  const { second, email } = await inactiveMarie(page)
  await page.goto(`/contacts/nouveau?client=${second.id}`)
  await hydrated(page)
  await typeAgain(page, email.toUpperCase())
  await page.getByRole("button", { name: "Réactiver" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Marie Durand" })).toBeVisible()
  await expect(page).toHaveURL(/\/contacts\/\d+$/)
  const said = page.getByRole("status", { name: "Annonces" }).filter({ hasText: "Contact réactivé : Marie Durand" })
  await expect(said).toBeVisible()
  await expect(page.getByText("Ce contact est inactif")).toHaveCount(0)
  await said.getByRole("button", { name: "Annuler" }).click()
  await expect(page.getByText("Ce contact est inactif")).toBeVisible()
})

test("P02 P04 a refused Réactiver says which client is inactive, and what was typed stays", async ({ page, watch }) => {
  watch.expectAnswer(422)
  const { first, second, email } = await inactiveMarie(page)
  await page.goto(`/contacts/nouveau?client=${second.id}`)
  await hydrated(page)
  await typeAgain(page, email)
  const other = await page.context().newPage()
  await other.goto(first.path)
  await hydrated(other)
  await other.getByRole("button", { name: `Autres actions : ${first.label}` }).click()
  await other.getByRole("menuitem", { name: "Désactiver" }).click()
  await expect(other.getByText("Ce client est inactif")).toBeVisible()
  await page.getByRole("button", { name: "Réactiver" }).click()
  await expect(page.getByText(`Son client ${first.label} est inactif`)).toBeVisible()
  await expect(page.getByRole("button", { name: "Réactiver" })).toHaveCount(0)
  await expect(page.getByLabel("Fonction", { exact: true })).toHaveValue("Directrice")
  await page.getByRole("button", { name: "Associer à Second client" }).click()
  await expect(page).toHaveURL(new RegExp(`/clients/${second.id}/contacts$`))
  await expect(page.getByRole("row").filter({ hasText: "Marie Durand" })).not.toContainText("Inactif")
})

test("P02 the return key in the refused form saves, and is no way out", async ({ page, watch }) => {
  watch.expectAnswer(422)
  const { second, email } = await inactiveMarie(page)
  await page.goto(`/contacts/nouveau?client=${second.id}`)
  await hydrated(page)
  await typeAgain(page, email)
  const own = `${fresh("paul")}@second.example`
  await page.getByLabel("E-mail", { exact: false }).first().fill(own)
  await page.getByLabel("E-mail", { exact: false }).first().press("Enter")
  await expect(page).toHaveURL(new RegExp(`/clients/${second.id}/contacts$`))
  await expect(page.getByRole("link", { name: own }).first()).toBeVisible()
  await expect(page.getByRole("link", { name: "Marie Durand" })).toHaveCount(0)
})

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false })

  // By somebody else, who has the wasm.
  async function made(browser: Browser, url: string) {
    const other = await secondPerson(browser, url)
    const all = await inactiveMarie(other)
    await other.context().close()
    return all
  }

  test("P02 Réactiver shows the card, says so, and is taken back with Annuler", async ({ page, browser, bonport }) => {
    const { second, email } = await made(browser, bonport.url)
    await page.goto(`/contacts/nouveau?client=${second.id}`)
    await typeAgain(page, email)
    await expect(page.getByLabel("Fonction", { exact: true })).toHaveValue("Directrice")
    await page.getByRole("button", { name: "Réactiver" }).click()
    await expect(page.getByRole("heading", { level: 1, name: "Marie Durand" })).toBeVisible()
    await expect(page.getByText("Contact réactivé : Marie Durand")).toBeVisible()
    await page.getByRole("button", { name: "Annuler" }).click()
    await expect(page.getByText("Ce contact est inactif")).toBeVisible()
  })
})
