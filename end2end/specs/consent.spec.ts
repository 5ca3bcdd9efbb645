// P43: promotional mails, off by default, with how and by whom; a consent ends with its address.
import { createClient, createContact, fresh } from "../support/book.ts"
import { expect, hydrated, test } from "../support/test.ts"

test.beforeEach(async ({ signIn }) => signIn())

test("P43 promotional mails are accepted for an address, and the card says how it is known", async ({ page, watch }) => {
  watch.expectAnswer(422)
  const { id } = await createClient(page, "Maison Œuvrard")
  const name = fresh("Consentante")
  await createContact(page, id, `${fresh("marie")}@oeuvrard.example`, ["Marie", name])
  await page.getByRole("link", { name: `Marie ${name}` }).click()
  await expect(page.getByText("Aucun accord noté")).toBeVisible()

  await page.getByRole("link", { name: "Modifier", exact: true }).click()
  await hydrated(page)
  const source = page.getByLabel("Accord obtenu")
  await expect(source).toBeHidden()
  await page.getByLabel("Accepte les e-mails promotionnels").check()
  await expect(source).toBeVisible()
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByRole("alert").filter({ hasText: "1 champ à corriger" })).toBeFocused()
  await expect(source).toHaveAttribute("aria-invalid", "true")
  await source.selectOption("De vive voix ou au téléphone")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  const line = page.getByText(/^Acceptés · De vive voix ou au téléphone · noté le \d+.* par /)
  await expect(line).toBeVisible()

  await page.getByRole("link", { name: "Modifier", exact: true }).click()
  await hydrated(page)
  await expect(page.getByLabel("Accepte les e-mails promotionnels")).toBeChecked()
  await page.getByLabel("Accepte les e-mails promotionnels").uncheck()
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByText(/^Refusés · noté le/)).toBeVisible()
})
