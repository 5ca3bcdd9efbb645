// Display options (P10): an administrator hides a field and a module, everybody's pages follow, and nothing is lost.
import type { Page } from "@playwright/test"
import { createClient, fresh } from "../support/book.ts"
import { expect, hydrated, test } from "../support/test.ts"
import { makeAcme, write } from "../support/writing.ts"

// Boxes of the page, by their labels: those of a client and of a contact read alike.
const everything = [/^Note$/, /^Langue$/, /^Adresses des clients$/]

test.beforeEach(async ({ signIn }) => signIn())
// The other tests of this worker see everything.
test.afterEach(async ({ page }) => {
  await require(page, [/^E-mail$/])
  await show(page, everything, true)
})

// Only these fields are asked of every contact.
async function require(page: Page, names: RegExp[]) {
  await page.goto("/parametres/affichage")
  const group = page.getByRole("group", { name: "Champs obligatoires d’un contact" })
  for (const box of await group.getByRole("checkbox").all()) await box.setChecked(false)
  for (const name of names) await group.getByRole("checkbox", { name }).check()
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByText("Enregistré.")).toBeVisible()
}

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

test("P01 the preset asks for names and language, and a form without them says so", async ({ page, watch }) => {
  watch.expectAnswer(422)
  const { id, path } = await createClient(page, "Atelier Nivelles")
  await page.goto("/parametres/affichage")
  await page.getByRole("button", { name: /^Fiche complète/ }).click()
  await expect(page.getByText("Enregistré.")).toBeVisible()
  const required = page.getByRole("group", { name: "Champs obligatoires d’un contact" })
  for (const name of ["Nom", "Prénom", "Langue"]) await expect(required.getByRole("checkbox", { name, exact: true })).toBeChecked()

  await page.goto(`/contacts/nouveau?client=${id}`)
  await hydrated(page)
  await page.getByLabel("E-mail", { exact: false }).first().fill(`${fresh("odile")}@nivelles.example`)
  await page.getByRole("button", { name: "Enregistrer" }).click()
  const summary = page.getByRole("alert").filter({ hasText: "2 champs à corriger" })
  await expect(summary).toBeFocused()
  await expect(page.getByLabel(/^Prénom/)).toHaveAccessibleDescription("Remplissez ce champ.")
  await page.getByLabel(/^Prénom/).fill("Odile")
  await page.getByLabel(/^Nom \(obligatoire\)/).fill("Claes")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page).toHaveURL(new RegExp(`${path}/contacts$`))
  await expect(page.getByRole("link", { name: "Odile Claes" })).toBeVisible()
})

test("P01 where more is required, a new address leads to the whole form with what was typed", async ({ page }) => {
  const { id, domain } = await makeAcme(page)
  await require(page, [/^E-mail$/, /^Téléphone$/])
  await write(page, id)
  await page.getByRole("combobox").fill(`zoe@${domain}`)
  await page.keyboard.press("Enter")
  const panel = page.getByRole("region", { name: /^Nouvelle adresse/ })
  await panel.locator("summary").click()
  await panel.getByLabel("Prénom").fill("Zoé")
  await panel.getByRole("button", { name: "Ajouter", exact: true }).click()
  await expect(panel.getByText("Votre société demande d’autres champs pour un contact.")).toBeVisible()
  const opened = page.waitForEvent("popup")
  await panel.getByRole("link", { name: "Ouvrir la fiche complète" }).click()
  const form = await opened
  await hydrated(form)
  await expect(form.getByLabel("Prénom")).toHaveValue("Zoé")
  await expect(form.getByLabel("E-mail", { exact: false }).first()).toHaveValue(`zoe@${domain}`)
  await form.getByLabel("Téléphone", { exact: false }).first().fill("02 345 67 89")
  await form.getByRole("button", { name: "Enregistrer" }).click()
  await expect(form).toHaveURL(new RegExp(`/clients/${id}/contacts$`))
  await form.close()
})
