// The phrases (P35): written with buttons for the placeholders, looked at while one types, refused with what was meant.
import { expect, test } from "../support/test.ts"

test.beforeEach(async ({ signIn }) => signIn())

test("P35 a phrase is written with its placeholders, and the preview follows", async ({ page }) => {
  await page.goto("/parametres/phrases")
  await page.getByRole("link", { name: "Français Bon de livraison" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Phrase : Bon de livraison, Français" })).toBeVisible()
  const subject = page.getByLabel(/^Objet/)
  await subject.fill("Votre livraison ")
  await page.getByRole("button", { name: "Numéro du document" }).click()
  await expect(subject).toHaveValue("Votre livraison <NUMFACT>")
  await expect(subject).toBeFocused()
  await expect(page.locator("#preview-subject")).toHaveText(/^Votre livraison (?!<)/)
  await page.getByLabel(/^Message/).fill("<b>Bonjour</b> <NOMCLIENT>")
  await expect(page.locator("#preview-text")).toHaveText(/^<b>Bonjour<\/b> (?!<)/)
  await page.getByLabel(/^Message/).fill("Bonjour <NOMCLIEN>")
  await expect(page.getByRole("status").filter({ hasText: "<NOMCLIEN> n’est pas une variable : écrivez <NOMCLIENT>." })).toBeVisible()
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByLabel(/^Message/)).toHaveAccessibleDescription(/écrivez <NOMCLIENT>/)
  await expect(page.getByLabel(/^Message/)).toHaveValue("Bonjour <NOMCLIEN>")
  await page.getByLabel(/^Message/).fill("Bonjour <NOMCLIENT>")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByText("Enregistré.")).toBeVisible()
  await page.getByRole("link", { name: "Revenir au texte d’origine" }).click()
  await expect(subject).toHaveValue("Bon de livraison <NUMFACT>")
})

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false })

  test("P35 a phrase is looked at by a button, and saved", async ({ page }) => {
    await page.goto("/parametres/phrases/order/en")
    await page.getByLabel(/^Objet/).fill("Your order <NUMFACT>")
    await page.getByRole("button", { name: "Aperçu" }).click()
    await expect(page.locator("#preview-subject")).toHaveText(/^Your order (?!<)/)
    await expect(page.getByLabel(/^Objet/)).toHaveValue("Your order <NUMFACT>")
    await page.getByRole("button", { name: "Enregistrer" }).click()
    await expect(page.getByText("Enregistré.")).toBeVisible()
  })
})
