// Interventions (E17, P37): from the client to the site to its contacts; the site is changed, and the contact is checked again.
import type { Page } from "@playwright/test"
import { createClient, createContact, fresh, secondPerson } from "../support/book.ts"
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { expect, hydrated, test } from "../support/test.ts"

test.beforeEach(async ({ signIn }) => signIn())

// A client with two sites, Marie at the first, Paul at the second, Zoé at none.
async function company(page: Page) {
  const label = fresh("Maison visitée ")
  const client = await createClient(page, label)
  for (const site of ["Atelier de Gand", "Dépôt de Lille"]) {
    await page.goto(`${client.path}/adresses/nouvelle`)
    await hydrated(page)
    await page.getByLabel("Nom de l’adresse").fill(site)
    await page.getByRole("button", { name: "Enregistrer" }).click()
    await expect(page.getByText(site).first()).toBeVisible()
  }
  for (const [first, last, site] of [["Marie", "Durand", "Atelier de Gand"], ["Paul", "Roy", "Dépôt de Lille"], ["Zoé", "Petit", ""]]) {
    await createContact(page, client.id, `${fresh(first.toLowerCase().replace("é", "e"))}@visitee.example`, [first, last])
    if (!site) continue
    const card = await page.getByRole("link", { name: `${first} ${last}` }).getAttribute("href")
    await page.goto(`${card}/modifier?client=${client.id}`)
    await hydrated(page)
    await page.getByLabel("Adresse", { exact: true }).selectOption(site)
    await page.getByRole("button", { name: "Enregistrer" }).click()
    await expect(page).toHaveURL(new RegExp(`${client.path}/contacts$`))
  }
  return { ...client, label }
}

const person = (page: Page, name: string) => page.getByRole("radio", { name: new RegExp(`^${name}`) })
// Of the page, not of the empty one that announces later.
const said = (page: Page, text: string) => expect(page.getByRole("status").filter({ hasText: text })).toBeVisible()

test("P37 the contacts follow the site, and the chosen one is checked again", async ({ page, isMobile }) => {
  const client = await company(page)
  await page.goto("/clients")
  await hydrated(page)
  if (isMobile) {
    await page.getByRole("button", { name: "Plus" }).click()
    await page.getByRole("menuitem", { name: "Interventions" }).click()
  } else {
    await page.getByRole("link", { name: "Interventions", exact: true }).click()
  }
  await expect(page.getByRole("heading", { level: 1, name: "Interventions" })).toBeVisible()
  await page.getByRole("link", { name: "Nouvelle intervention" }).first().click()
  await page.getByRole("searchbox", { name: "Rechercher un client" }).fill(client.reference)
  await page.getByRole("searchbox", { name: "Rechercher un client" }).press("Enter")
  await page.getByRole("link", { name: client.label }).click()

  await page.getByLabel("Objet").fill("Entretien de la chaudière")
  await page.getByLabel("Date et heure").fill("2125-11-23T14:30")
  // Without a site only who is tied to none.
  await expect(person(page, "Zoé Petit")).toBeVisible()
  await expect(person(page, "Marie Durand")).toBeHidden()
  await page.getByLabel("Adresse", { exact: true }).selectOption("Atelier de Gand")
  await expect(person(page, "Paul Roy")).toBeHidden()
  await person(page, "Marie Durand").check()
  await expectGoodLook(page, "nouvelle intervention, un contact choisi")

  await page.getByLabel("Adresse", { exact: true }).selectOption("Dépôt de Lille")
  await said(page, "Marie Durand n’est pas un contact de cette adresse")
  await expect(page.getByRole("radio", { name: "Sans contact" })).toBeChecked()
  await expect(person(page, "Marie Durand")).toBeHidden()
  await expectGoodLook(page, "le contact ne convient plus")
  await expectAccessible(page, "le contact ne convient plus")
  await person(page, "Paul Roy").check()
  // Zoé fits everywhere: nothing is said of her.
  await person(page, "Zoé Petit").check()
  await page.getByLabel("Adresse", { exact: true }).selectOption("Atelier de Gand")
  await expect(person(page, "Zoé Petit")).toBeChecked()
  await person(page, "Marie Durand").check()
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await said(page, "Intervention enregistrée.")
  await expect(person(page, "Marie Durand")).toBeChecked()
  await expect(page.getByLabel("Date et heure")).toHaveValue("2125-11-23T14:30")

  await page.goto(client.path)
  await hydrated(page)
  await page.getByRole("navigation", { name: "Fiche" }).getByRole("link", { name: "Interventions" }).click()
  await expect(page.getByRole("row").filter({ hasText: "Entretien de la chaudière" })).toContainText("Marie Durand")
  await page.getByRole("link", { name: "Entretien de la chaudière" }).click()
  await page.getByRole("button", { name: "Supprimer" }).click()
  await said(page, "Intervention supprimée.")
  await page.getByRole("button", { name: "Annuler" }).click()
  await said(page, "Intervention rétablie.")
})

test("P37 without scripts everybody is listed by site, and the server checks", async ({ page, browser, bonport }) => {
  const client = await company(page)
  const context = await browser.newContext({ baseURL: bonport.url, javaScriptEnabled: false, storageState: await page.context().storageState() })
  const plain = await context.newPage()
  await plain.goto(`/interventions/nouvelle?client=${client.id}`)
  for (const name of ["Marie Durand", "Paul Roy", "Zoé Petit"]) await expect(person(plain, name)).toBeVisible()
  await plain.getByLabel("Objet").fill("Vanne")
  await plain.getByLabel("Adresse", { exact: true }).selectOption("Dépôt de Lille")
  await person(plain, "Marie Durand").check()
  await plain.getByRole("button", { name: "Enregistrer" }).click()
  await expect(plain.getByRole("alert")).toContainText("Choisissez un contact de cette adresse ou sans adresse, ou aucun.")
  await expect(person(plain, "Marie Durand")).toBeChecked()
  await person(plain, "Paul Roy").check()
  await plain.getByRole("button", { name: "Enregistrer" }).click()
  await said(plain, "Intervention enregistrée.")
  await context.close()
})

test("P12 of two who save the same intervention the second is told", async ({ page, browser, bonport }) => {
  const client = await createClient(page, fresh("Maison visitée "))
  await page.goto(`/interventions/nouvelle?client=${client.id}`)
  await page.getByLabel("Objet").fill("Vanne")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await said(page, "Intervention enregistrée.")
  const other = await secondPerson(browser, bonport.url)
  await other.goto(new URL(page.url()).pathname)
  await other.getByLabel("Objet").fill("Brûleur")
  await other.getByRole("button", { name: "Enregistrer" }).click()
  await said(other, "Intervention enregistrée.")
  await other.context().close()

  await page.getByLabel("Notes").fill("Sonner deux fois")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  const note = page.getByRole("alert").filter({ hasText: "Quelqu’un a enregistré cette fiche" })
  await expect(note).toContainText("Brûleur")
  await expect(page.getByLabel("Notes")).toHaveValue("Sonner deux fois")
  await expectGoodLook(page, "intervention enregistrée entre-temps")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await said(page, "Intervention enregistrée.")
  await expect(page.getByLabel("Objet")).toHaveValue("Vanne")
})

test("P30 a report is a document of its intervention, for its site and its contact", async ({ page }) => {
  const client = await company(page)
  await page.goto(`/interventions/nouvelle?client=${client.id}`)
  await page.getByLabel("Objet").fill("Révision de la pompe")
  await page.getByLabel("Adresse", { exact: true }).selectOption("Atelier de Gand")
  await person(page, "Marie Durand").check()
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await said(page, "Intervention enregistrée.")
  await page.getByRole("link", { name: "Ajouter le rapport" }).click()
  await expect(page.getByText("Rapport de l’intervention : Révision de la pompe")).toBeVisible()
  await expectGoodLook(page, "le rapport d’une intervention")
  await expectAccessible(page, "le rapport d’une intervention")
  const number = fresh("R-")
  const file = { name: `Rapport ${number}.pdf`, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n% ce qui suit est abîmé\n") }
  await page.getByLabel("Fichier PDF").setInputFiles(file)
  await page.getByRole("button", { name: "Continuer" }).click()
  await expect(page.getByLabel("Adresse", { exact: true })).toHaveCount(0)
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByRole("heading", { level: 1, name: `Rapport d’intervention ${number}` })).toBeVisible()
  // Marie receives nothing by herself; as the contact of the intervention she does.
  await expect(page.getByRole("listitem").filter({ hasText: "Marie Durand" }).first()).toContainText("@visitee.example")
  await page.getByRole("link", { name: "Révision de la pompe" }).click()
  await expect(page.getByRole("link", { name: `Rapport d’intervention ${number}` })).toBeVisible()
  await expectGoodLook(page, "une intervention avec son rapport")
})
