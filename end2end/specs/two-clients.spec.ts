// A person at two clients (P03), one of which becomes inactive and active again (P04); where contacts are made and changed (P11).
import type { Page } from "@playwright/test"
import { createClient, createContact, fresh } from "../support/book.ts"
import { expect, hydrated, test } from "../support/test.ts"

test.beforeEach(async ({ signIn }) => signIn())

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name })

async function actOn(page: Page, name: string, act: string, said: string | RegExp) {
  await page.getByRole("button", { name: `Autres actions : ${name}` }).click()
  await page.getByRole("menuitem", { name: act }).click()
  await expect(page.getByRole("status", { name: "Annonces" }).filter({ hasText: said })).toBeVisible()
}

async function open(page: Page, path: string) {
  await page.goto(path)
  await hydrated(page)
}

test("P03 P04 a person of two clients stays reachable by one, and the other comes back as it was", async ({ page, watch }) => {
  watch.expectAnswer(422)
  const [first, second] = [fresh("Premier atelier "), fresh("Second atelier ")]
  const a = await createClient(page, first)
  const b = await createClient(page, second)
  const email = `${fresh("marie")}@atelier.example`
  await createContact(page, a.id, email, ["Marie", "Durand"])
  await createContact(page, a.id, `${fresh("paul")}@atelier.example`, ["Paul", "Roy"])
  const paul = (await page.getByRole("link", { name: "Paul Roy" }).getAttribute("href")) as string
  await createContact(page, a.id, `${fresh("lea")}@atelier.example`, ["Léa", "Petit"])
  await actOn(page, "Léa Petit", "Désactiver", "Contact désactivé : Léa Petit")
  await open(page, `/contacts/nouveau?client=${b.id}`)
  await page.getByLabel("E-mail", { exact: false }).first().fill(email)
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await page.getByRole("button", { name: `Associer à ${second}` }).click()
  await expect(page).toHaveURL(new RegExp(`${b.path}/contacts$`))

  await open(page, a.path)
  await actOn(page, first, "Désactiver", "Client inactif, avec 1 contact qui n’appartenait qu’à lui.")
  await open(page, `${a.path}/contacts`)
  await expect(row(page, "Paul Roy")).toContainText("Inactif")
  await expect(row(page, "Marie Durand")).not.toContainText("Inactif")
  // She is still written to at the other one.
  await open(page, `${b.path}/contacts`)
  await expect(row(page, "Marie Durand")).not.toContainText("Inactif")
  await page.getByRole("button", { name: "Autres actions : Marie Durand" }).click()
  await expect(page.getByRole("menuitem", { name: "Envoyer un e-mail" })).toBeVisible()
  // And the card of the one who is nowhere else says why nothing can be done there.
  await open(page, paul)
  await expect(page.getByText("Tous ses clients sont inactifs : réactivez d’abord un client.")).toBeVisible()
  await page.getByRole("button", { name: "Autres actions : Paul Roy" }).click()
  await expect(page.getByRole("menuitem", { name: "Supprimer" })).toBeVisible()
  await expect(page.getByRole("menuitem", { name: "Réactiver" })).toHaveCount(0)

  await open(page, a.path)
  await actOn(page, first, "Réactiver", `Client réactivé : ${first}`)
  await open(page, `${a.path}/contacts`)
  await expect(row(page, "Paul Roy")).not.toContainText("Inactif")
  await expect(row(page, "Marie Durand")).not.toContainText("Inactif")
  // Whoever was made inactive by hand stays so.
  await expect(row(page, "Léa Petit")).toContainText("Inactif")
})

test("P11 contacts are made and changed from the directory as from the client", async ({ page }) => {
  const name = fresh("Tanguy")
  await open(page, "/contacts")
  await page.getByRole("link", { name: /Créer|Nouveau contact/ }).first().click()
  await expect(page.getByRole("heading", { level: 1, name: "Nouveau contact" })).toBeVisible()
  await page.getByLabel("E-mail", { exact: false }).first().fill(`${name}@seul.example`)
  await page.getByLabel("Prénom").fill(name)
  await page.getByLabel("Nom", { exact: true }).fill("Le Goff")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByRole("heading", { level: 1, name: `${name} Le Goff` })).toBeVisible()
  await page.getByRole("link", { name: "Modifier" }).click()
  await page.getByLabel("Nom", { exact: true }).fill("Le Guen")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByRole("heading", { level: 1, name: `${name} Le Guen` })).toBeVisible()

  const client = await createClient(page, fresh("Armement "))
  await createContact(page, client.id, `${fresh("rozenn")}@armement.example`, ["Rozenn", "Kerjean"])
  await page.getByRole("button", { name: "Autres actions : Rozenn Kerjean" }).click()
  await page.getByRole("menuitem", { name: "Modifier" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Modifier Rozenn Kerjean" })).toBeVisible()
  await page.getByLabel("Fonction", { exact: true }).fill("Capitaine")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(row(page, "Rozenn Kerjean")).toContainText("Capitaine")
})
