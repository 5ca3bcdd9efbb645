// Clients and contacts, made by hand as people make them.
import type { Browser, Page } from "@playwright/test"
import { member } from "./bonport.ts"
import { expect, fillSignIn, hydrated } from "./test.ts"

let counted = 0
// References and addresses that no other test of this worker has.
export const fresh = (start: string) => `${start}${process.pid}${++counted}`

export async function createClient(page: Page, label: string, kind = "Client professionnel") {
  const reference = fresh("C")
  await page.goto("/clients/nouveau")
  await hydrated(page)
  await page.getByLabel("Référence").fill(reference)
  await page.getByLabel("Nom du client").fill(label)
  await page.getByLabel("Type de client").selectOption(kind)
  await page.getByLabel("E-mail principal").fill(`contact@${reference.toLowerCase()}.example`)
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByRole("heading", { level: 1, name: label })).toBeVisible()
  await expect(page).toHaveURL(/\/clients\/\d+$/)
  return { reference, path: new URL(page.url()).pathname, id: page.url().split("/").pop() as string }
}

export async function createContact(page: Page, client: string, email: string, name?: [string, string]) {
  await page.goto(`/contacts/nouveau?client=${client}`)
  await hydrated(page)
  await page.getByLabel("E-mail", { exact: false }).first().fill(email)
  if (name) {
    await page.getByLabel("Prénom").fill(name[0])
    await page.getByLabel("Nom", { exact: true }).fill(name[1])
  }
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page).toHaveURL(new RegExp(`/clients/${client}/contacts$`))
}

// Marie Durand, inactive, at one client; another client that somebody wants her address for.
export async function inactiveMarie(page: Page) {
  const label = fresh("Premier client ")
  const first = await createClient(page, label)
  const second = await createClient(page, "Second client")
  const email = `${fresh("marie")}@premier.example`
  await createContact(page, first.id, email, ["Marie", "Durand"])
  await page.getByRole("button", { name: "Autres actions : Marie Durand" }).click()
  await page.getByRole("menuitem", { name: "Désactiver" }).click()
  await expect(page.getByText("Contact désactivé : Marie Durand")).toBeVisible()
  return { first: { ...first, label }, second, email }
}

export async function secondPerson(browser: Browser, url: string) {
  const context = await browser.newContext({ baseURL: url, locale: "fr-FR", javaScriptEnabled: true })
  const page = await context.newPage()
  await fillSignIn(page, member)
  return page
}
