// The directory (E10): criteria in its address, views under a name, several contacts at once with « Annuler », a card on a phone.
import type { Page } from "@playwright/test"
import { createClient, createContact, fresh } from "../support/book.ts"
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { expect, hydrated, test } from "../support/test.ts"

test.beforeEach(async ({ signIn }) => signIn())

const directory = async (page: Page, query = "") => {
  await page.goto(`/contacts${query}`)
  await hydrated(page)
}
const choose = (page: Page, name: string) => page.getByRole("checkbox", { name: `Choisir ${name}`, exact: true }).check()
const title = (page: Page, name: string) => expect(page.getByRole("heading", { level: 1, name })).toBeVisible()

// Two people of a new client. Its name and theirs begin no other one of this worker.
async function pair(page: Page) {
  const word = `${fresh("q")}z`
  const client = await createClient(page, `Répertoire ${word}`)
  const last = fresh("Quatrain")
  for (const first of ["Anne", "Basile"]) {
    await createContact(page, client.id, `${first.toLowerCase()}@${last.toLowerCase()}.example`, [first, last])
  }
  return { ...client, word, last }
}

test("E10 criteria are chosen on their page, stand in the address, and are let go of one by one", async ({ page }) => {
  const { word, id, last } = await pair(page)
  await directory(page)
  await page.getByRole("link", { name: "Plus de filtres" }).click()
  await title(page, "Filtrer les contacts")
  await page.getByLabel("Chercher un client").fill(word)
  await page.getByLabel("Incomplets").check()
  await page.getByRole("button", { name: "Afficher les contacts" }).click()
  await expect(page).toHaveURL(new RegExp(`/contacts\\?client=${id}&incomplets=true$`))
  await hydrated(page)
  await expect(page.getByRole("link", { name: `Anne ${last}` })).toBeVisible()
  await expect(page.getByRole("main").getByText("2 contacts").first()).toBeVisible()

  // What is searched narrows it further, and the criteria stay.
  await page.getByRole("searchbox", { name: "Rechercher un contact" }).fill("basile")
  await expect(page.getByRole("link", { name: `Anne ${last}` })).toHaveCount(0)
  await expect(page).toHaveURL(new RegExp(`q=basile&client=${id}&incomplets=true$`))
  await page.getByRole("link", { name: "Retirer le critère : Incomplets" }).click()
  await expect(page).toHaveURL(new RegExp(`q=basile&client=${id}$`))
  await page.goBack()
  await expect(page.getByRole("link", { name: "Retirer le critère : Incomplets" })).toBeVisible()
})

test("E10 a view is kept under a name, one click away, and taken away with undo", async ({ page }) => {
  const name = fresh("Clients à relire ")
  await directory(page, "?sans_email=true")
  await page.getByRole("link", { name: "Enregistrer cette vue" }).click()
  await page.getByLabel("Nom de la vue").fill(name)
  await page.getByRole("button", { name: "Enregistrer cette vue" }).click()
  await expect(page.getByText(`Vue enregistrée : ${name}`)).toBeVisible()
  await directory(page)
  await page.getByRole("navigation", { name: "Vues" }).getByRole("link", { name }).click()
  await expect(page).toHaveURL(/\/contacts\?sans_email=true$/)

  const remove = page.getByRole("button", { name: `Retirer : ${name}` })
  await page.goto("/contacts/filtres")
  await remove.click()
  await page.getByRole("button", { name: "Annuler" }).click()
  await remove.click()
  await expect(page.getByText("Vue retirée.")).toBeVisible()
  await expect(remove).toHaveCount(0)
})

test("P05 several are deactivated at once, and undone", async ({ page }) => {
  const { id, last } = await pair(page)
  await directory(page, `?client=${id}`)
  await expect(page.getByRole("button", { name: "Désactiver" })).toBeHidden()
  await choose(page, `Anne ${last}`)
  await choose(page, `Basile ${last}`)
  await page.getByRole("button", { name: "Désactiver" }).click()
  await title(page, "2 contacts désactivés")
  await directory(page, `?client=${id}`)
  await expect(page.getByText("Aucun contact ne correspond à ces critères.")).toBeVisible()
  await page.goBack()
  await page.getByRole("button", { name: "Annuler" }).click()
  await expect(page.getByText("Annulé : tout est comme avant.")).toBeVisible()
  await directory(page, `?client=${id}`)
  await expect(page.getByRole("link", { name: `Anne ${last}` })).toBeVisible()
})

test("E10 everybody of a search is deactivated at once, and undone", async ({ page }) => {
  const { id, last } = await pair(page)
  // Offered where a list has several pages; one that is shorter has the same page.
  await page.goto(`/contacts/choisis?tous=true&client=${id}`)
  await title(page, "2 contacts de cette recherche")
  await expectGoodLook(page, "tous les contacts d’une recherche")
  await expectAccessible(page, "tous les contacts d’une recherche")
  await page.getByRole("button", { name: "Désactiver 2 contacts" }).click()
  await title(page, "2 contacts désactivés")
  await page.getByRole("button", { name: "Annuler" }).click()
  await expect(page.getByText("Annulé : tout est comme avant.")).toBeVisible()
  await directory(page, `?client=${id}`)
  await expect(page.getByRole("link", { name: `Anne ${last}` })).toBeVisible()
})

test("E10 who is ticked stays so on the next page, until all are let go of", async ({ page }) => {
  const client = await createClient(page, fresh("Pages "))
  const last = fresh("Sonnet")
  // More than a page.
  const saved = await page.evaluate(async ([client, last]) => {
    const answers = []
    for (let n = 10; n < 62; n++) {
      const who = { "head[client]": client, "contact[first_name]": `N${n}`, "contact[last_name]": last, "contact[email]": `s${n}@${last}.example` }
      answers.push((await fetch("/api/contacts/save", { method: "POST", body: new URLSearchParams(who) })).ok)
    }
    return answers.every(Boolean)
  }, [client.id, last])
  expect(saved).toBe(true)
  await directory(page, `?client=${client.id}`)
  await choose(page, `N10 ${last}`)
  await page.getByRole("link", { name: "Suivants" }).first().click()
  await expect(page.getByRole("link", { name: `N61 ${last}` })).toBeVisible()
  await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(0)
  await expect(page.getByText("Choisis sur d’autres pages : 1")).toBeVisible()
  await expectGoodLook(page, "choisis sur une autre page")
  await choose(page, `N61 ${last}`)
  await page.getByRole("button", { name: "Changer les notifications" }).click()
  await expect(page.getByText(`2 contacts : N10 ${last}, N61 ${last}`)).toBeVisible()

  await directory(page, `?client=${client.id}`)
  await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(0)
  await choose(page, `N10 ${last}`)
  await page.getByRole("link", { name: "Suivants" }).first().click()
  await page.getByRole("button", { name: "Tout décocher" }).click()
  await expect(page.getByText("Choisis sur d’autres pages")).toBeHidden()
  await page.getByRole("link", { name: "Précédents" }).first().click()
  await expect(page.getByRole("link", { name: `N10 ${last}` })).toBeVisible()
  await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(0)
  await expect(page.getByRole("link", { name: /^Choisir les 52 contacts/ })).toBeVisible()
})

test("P08 several get a notification type", async ({ page }) => {
  const { id, last } = await pair(page)
  await directory(page, `?client=${id}`)
  await choose(page, `Anne ${last}`)
  await page.getByRole("button", { name: "Changer les notifications" }).click()
  await page.getByRole("radio", { name: "Notifications des commandes" }).check()
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await title(page, "1 contact changé : Notifications des commandes")
  await directory(page, `?client=${id}&notifications=orders`)
  await expect(page.getByRole("link", { name: `Anne ${last}` })).toBeVisible()
  await expect(page.getByRole("link", { name: `Basile ${last}` })).toHaveCount(0)
})

test("P27 writing to several of one client opens one mail to them all", async ({ page }) => {
  const { id, last } = await pair(page)
  await directory(page, `?client=${id}`)
  await choose(page, `Anne ${last}`)
  await choose(page, `Basile ${last}`)
  await page.getByRole("main").getByRole("button", { name: "Écrire" }).click()
  await expect(page).toHaveURL(new RegExp(`/ecrire\\?client=${id}&contact=\\d+&contact=\\d+$`))
  await hydrated(page)
  for (const first of ["Anne", "Basile"]) {
    await expect(page.getByRole("button", { name: `Retirer ${first} ${last}` })).toBeAttached()
  }
})

test("a contact's card has what a phone needs first, and goes along as a vCard", async ({ page }) => {
  const { id, last } = await pair(page)
  await directory(page, `?client=${id}`)
  await page.getByRole("link", { name: `Anne ${last}` }).click()
  await title(page, `Anne ${last}`)
  await expect(page.getByRole("main").getByRole("link", { name: "Écrire", exact: true })).toBeVisible()
  await expect(page.getByRole("link", { name: "Appeler" })).toHaveCount(0)
  const download = page.waitForEvent("download")
  await page.getByRole("link", { name: "Partager" }).click()
  expect((await download).suggestedFilename()).toBe(`Anne ${last}.vcf`)
})

test("E6 a phone that can share is given the card, or else its text @touch", async ({ page }) => {
  const { id, last } = await pair(page)
  await page.addInitScript(() => {
    const shared: unknown[] = []
    const share = async (what: ShareData) => shared.push({ ...what, files: what.files?.map((file) => file.name) })
    const canShare = () => "takesFiles" in window
    Object.assign(window, { shared })
    Object.defineProperties(navigator, { share: { value: share }, canShare: { value: canShare } })
  })
  const shared = () => page.evaluate(() => (window as unknown as { shared: unknown[] }).shared)
  await directory(page, `?client=${id}`)
  await page.getByRole("link", { name: `Anne ${last}` }).click()
  await title(page, `Anne ${last}`)
  await page.getByRole("link", { name: "Partager" }).click()
  const text = `Anne ${last}\nanne@${last.toLowerCase()}.example`
  await expect.poll(shared).toEqual([{ title: `Anne ${last}`, text, files: undefined }])
  await page.evaluate(() => { Object.assign(window, { takesFiles: true }) })
  await page.getByRole("link", { name: "Partager" }).click()
  await expect.poll(async () => (await shared()).at(-1)).toEqual({ files: [`Anne ${last}.vcf`] })
})
