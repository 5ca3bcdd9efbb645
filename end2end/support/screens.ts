// Every screen, and the way to it, in the demo.
import type { Page } from "@playwright/test"
import { administrator } from "./bonport.ts"
import { atEachMove } from "./moves.ts"
import { expect, hydrated } from "./test.ts"
import { Writing } from "./writing.ts"

// `alone`: the server makes it, without the wasm.
export type Screen = { name: string; alone?: boolean; open: (page: Page) => Promise<unknown> }

export const at = (path: string) => (page: Page) => page.goto(path)
// The first row of a list, then perhaps a page below it.
const first = (list: string, prefix: string, below = "") => async (page: Page) => {
  await page.goto(list)
  const links = page.locator(`main a[href^="${prefix}"]`)
  const hrefs = await links.evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""))
  const href = hrefs.find((href) => /\/\d+$/.test(href))
  expect(href, `a link to ${prefix}… on ${list}`).toBeTruthy()
  await page.goto(`${href}${below}`)
}

// Writing to the first client of the list.
const writing = async (page: Page) => {
  await first("/clients", "/clients/")(page)
  await page.goto(`/ecrire?client=${new URL(page.url()).pathname.split("/")[2]}`)
  await hydrated(page)
  return new Writing(page)
}

// Of the first contact that has one client; clients are searched as the next one.
const departure = async (page: Page) => {
  await page.goto("/contacts")
  const links = page.locator('main a[href^="/contacts/"]')
  const hrefs = await links.evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""))
  for (const href of hrefs.filter((href) => /\/\d+$/.test(href))) {
    await page.goto(`${href}/depart?q=ma`)
    if ((await page.getByRole("button", { name: "Enregistrer le départ" }).count()) > 0) return
  }
  expect(false, "a contact of one client").toBe(true)
}

// The first documents of the demo, one of them that is not there; all is unfolded.
const reviewing = async (page: Page) => {
  await page.goto("/factures/envoi?d=1&d=2&d=3&d=99999")
  for (const details of await page.locator("main details > summary").all()) await details.click()
}

export const outside: Screen[] = [
  { name: "connexion", open: at("/connexion") },
  { name: "mot de passe oublié", open: at("/mot-de-passe-oublie") },
  { name: "invitation périmée", open: at("/invitation?jeton=zzzz") },
]

export const inside: Screen[] = [
  { name: "accueil", open: at("/") },
  { name: "clients", open: at("/clients") },
  { name: "clients, rien trouvé", open: at("/clients?q=zzzz") },
  { name: "nouveau client", open: at("/clients/nouveau") },
  { name: "fiche client", open: first("/clients", "/clients/") },
  { name: "contacts du client", open: first("/clients", "/clients/", "/contacts") },
  { name: "adresses du client", open: first("/clients", "/clients/", "/adresses") },
  { name: "historique du client", open: first("/clients", "/clients/", "/historique") },
  { name: "contacts", open: at("/contacts") },
  { name: "contacts à partir d’une lettre", open: at("/contacts?initiale=m") },
  { name: "contacts, des critères", open: at("/contacts?type=professional&fonction=c&sans_email=") },
  {
    name: "contacts, deux choisis",
    open: async (page) => {
      await page.goto("/contacts")
      await hydrated(page)
      for (const at of [0, 1]) await page.getByRole("checkbox", { name: /^Choisir / }).nth(at).check()
      await expect(page.getByRole("button", { name: "Désactiver" })).toBeVisible()
    },
  },
  { name: "filtres des contacts", alone: true, open: at("/contacts/filtres?fonction=c&type=professional#vue") },
  { name: "notifications de deux contacts", alone: true, open: at("/contacts/choisis?pour=notifications&chosen[]=1&chosen[]=2") },
  { name: "écrire à des contacts de plusieurs clients", alone: true, open: at("/contacts/choisis?pour=ecrire&chosen[]=1&chosen[]=7&chosen[]=15") },
  { name: "tous les contacts d’une recherche", alone: true, open: at("/contacts/choisis?tous=true&type=professional") },
  { name: "nouveau contact", open: at("/contacts/nouveau") },
  { name: "contact", open: first("/contacts", "/contacts/") },
  { name: "historique du contact", open: first("/contacts", "/contacts/", "/historique") },
  { name: "vérifier un envoi", alone: true, open: reviewing },
  { name: "vérifier un envoi, rien de choisi", alone: true, open: at("/factures/envoi") },
  { name: "écrire, quel client", open: at("/ecrire") },
  { name: "brouillons", open: at("/brouillons") },
  { name: "envois", alone: true, open: at("/envois") },
  { name: "résultat d’un envoi", open: first("/envois", "/envois/") },
  { name: "envois à traiter", alone: true, open: at("/envois?etat=a-traiter") },
  { name: "envois, rien trouvé", alone: true, open: at("/envois?q=zzzz&etat=en-pause") },
  {
    name: "essais d’une adresse",
    alone: true,
    open: async (page) => {
      await first("/envois?etat=a-traiter", "/envois/")(page)
      await page.getByRole("link", { name: /^Détails : / }).first().click()
      await expect(page.getByText("Essai 1", { exact: true })).toBeVisible()
    },
  },
  { name: "résultat avec un échec", open: first("/envois?etat=a-traiter", "/envois/") },
  { name: "recherche", open: at("/recherche?q=el") },
  { name: "modifier le contact", open: first("/contacts", "/contacts/", "/modifier") },
  { name: "nouvelle adresse", open: first("/clients", "/clients/", "/adresses/nouvelle") },
  { name: "associer un contact", open: first("/clients", "/clients/", "/associer") },
  { name: "mes paramètres", open: at("/parametres/moi") },
  { name: "paramètres de la société", open: at("/parametres/societe") },
  { name: "utilisateurs", open: at("/parametres/utilisateurs") },
  { name: "modifier le client", open: first("/clients", "/clients/", "/modifier") },
  { name: "aide", open: at("/aide") },
  { name: "page introuvable", open: at("/nulle-part") },
  { name: "boîte d’essai", alone: true, open: at("/boite-essai") },
  { name: "départ d’un contact", alone: true, open: departure },
  { name: "familles de clients", alone: true, open: at("/clients/familles") },
  { name: "importer des clients", alone: true, open: at("/import") },
  { name: "interventions", alone: true, open: at("/interventions") },
  { name: "interventions, rien trouvé", alone: true, open: at("/interventions?etat=cancelled") },
  { name: "nouvelle intervention, quel client", alone: true, open: at("/interventions/nouvelle") },
  { name: "nouvelle intervention", alone: true, open: at("/interventions/nouvelle?client=1") },
  { name: "intervention", alone: true, open: first("/interventions", "/interventions/") },
  { name: "options d’affichage", alone: true, open: at("/parametres/affichage") },
  { name: "phrases", alone: true, open: at("/parametres/phrases") },
  { name: "une phrase", alone: true, open: at("/parametres/phrases/invoice/fr") },
  { name: "limites d'envoi", alone: true, open: at("/parametres/limites") },
  { name: "adresses bloquées", alone: true, open: at("/parametres/adresses-bloquees") },
  { name: "une adresse qui n’est pas bloquée", alone: true, open: at("/parametres/adresses-bloquees?q=marie@acme.example") },
  { name: "rien à reprendre", alone: true, open: at("/parametres/reprise") },
  { name: "programmes", alone: true, open: at("/parametres/programmes") },
  { name: "documents en attente", alone: true, open: at("/documents/en-attente") },
  { name: "documents du client", alone: true, open: at("/clients/2/documents") },
  { name: "qui reçoit quoi", alone: true, open: at("/clients/2/qui-recoit-quoi") },
  { name: "document", alone: true, open: first("/clients/2/documents", "/documents/") },
  { name: "ajouter un document", alone: true, open: at("/clients/2/documents/nouveau") },
  { name: "ajouter une commande sans PDF", alone: true, open: at("/clients/2/documents/nouveau?sans-pdf=1") },
  { name: "factures", alone: true, open: at("/factures?etat=all") },
  { name: "ajouter des documents", alone: true, open: at("/factures/nouveaux") },
  { name: "factures, rien trouvé", alone: true, open: at("/factures?q=zzzz") },
  { name: "réglages des documents", alone: true, open: at("/parametres/documents") },
  { name: "doublons", alone: true, open: at("/contacts/doublons") },
  {
    name: "comparer deux contacts",
    alone: true,
    open: async (page) => {
      await page.goto("/contacts/doublons")
      await page.getByRole("link", { name: /^Comparer/ }).first().click()
      await expect(page.getByRole("button", { name: "Fusionner" })).toBeVisible()
    },
  },
  {
    name: "boîte d’essai, un e-mail",
    alone: true,
    open: async (page) => {
      const mail = page.locator('main a[href^="/boite-essai/"]').first()
      await page.goto("/boite-essai")
      if ((await mail.count()) === 0) {
        const body = new URLSearchParams({ email: administrator.email }).toString()
        await page.evaluate((body) => fetch("/api/access/forgotten", { method: "POST", body: new URLSearchParams(body) }), body)
        await atEachMove(page, async () => {
          await page.reload()
          return mail.isVisible()
        })
      }
      await mail.click()
      await expect(page.getByRole("link", { name: "Télécharger l’e-mail (.eml)" })).toBeVisible()
    },
  },
  { name: "écrire à un client", open: writing },
  {
    name: "écrire, la liste ouverte",
    open: async (page) => {
      const { to } = await writing(page)
      await to.click()
      await expect(page.getByRole("grid")).toBeVisible()
    },
  },
  {
    name: "écrire, une adresse inconnue et une erreur",
    open: async (page) => {
      const { to, subject } = await writing(page)
      await to.fill("inconnue@ailleurs.example")
      await to.press("Enter")
      await expect(page.getByRole("region", { name: "Nouvelle adresse" })).toBeVisible()
      await to.fill("presque@")
      await subject.focus()
      await expect(page.getByText("n’est pas une adresse complète")).toBeVisible()
    },
  },
  {
    name: "nouveau client, à corriger",
    open: async (page) => {
      await page.goto("/clients/nouveau")
      await hydrated(page)
      await page.getByRole("button", { name: /^(Créer|Enregistrer)/ }).click()
      await expect(page.getByRole("alert").first()).toBeVisible()
    },
  },
  {
    name: "menu du compte",
    open: async (page) => {
      await page.goto("/aide")
      await hydrated(page)
      await page.locator("[popovertarget=account], [popovertarget=more]").filter({ visible: true }).click()
      await expect(page.getByRole("menu")).toBeVisible()
    },
  },
]

// Answers that are no success, as they should be.
export const expected = { "page introuvable": [404], "nouveau client, à corriger": [422] } as Record<string, number[]>
