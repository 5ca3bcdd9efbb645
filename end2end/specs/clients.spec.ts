// The address book: clients, contacts, sites, as people and as two people at once use it.
import { createClient, createContact, fresh, inactiveMarie, secondPerson } from "../support/book.ts"
import { expect, hydrated, test } from "../support/test.ts"

test.beforeEach(async ({ signIn }) => signIn())

test("a client is created, found, and shown with its tabs", async ({ page }) => {
  const { path, reference } = await createClient(page, "Boulangerie L’Épi d’Or")
  for (const [tab, end] of [["Contacts", "/contacts"], ["Adresses", "/adresses"], ["Historique", "/historique"], ["Données", ""]]) {
    await page.getByRole("navigation", { name: "Fiche" }).getByRole("link", { name: tab }).click()
    await expect(page).toHaveURL(new RegExp(`${path}${end}$`))
  }
  await page.goto(`/clients?q=${reference}`)
  await expect(page.getByRole("link", { name: "Boulangerie L’Épi d’Or" })).toBeVisible()
})

test("wrong input is told at its field, and what was typed stays", async ({ page, watch }) => {
  watch.expectAnswer(422)
  await page.goto("/clients/nouveau")
  await hydrated(page)
  await page.getByLabel("Nom du client").fill("Sans référence")
  await page.getByLabel("E-mail principal").fill("contact@")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  const summary = page.getByRole("alert").filter({ hasText: "3 champs à corriger" })
  await expect(summary).toBeFocused()
  await expect(page).toHaveTitle(/^Erreur/)
  await expect(page.getByLabel("Référence")).toHaveAttribute("aria-invalid", "true")
  await expect(page.getByLabel("E-mail principal")).toHaveAccessibleDescription(/nom@domaine\.fr/)
  await expect(page.getByLabel("Nom du client")).toHaveValue("Sans référence")
  await summary.getByRole("link", { name: /Référence/ }).click()
  await expect(page.getByLabel("Référence")).toBeFocused()
})

test("a taken reference is told with who has it", async ({ page, watch }) => {
  watch.expectAnswer(422)
  const { reference } = await createClient(page, "Au Pain Doré")
  await page.goto("/clients/nouveau")
  await hydrated(page)
  await page.getByLabel("Référence").fill(reference.toLowerCase())
  await page.getByLabel("Nom du client").fill("Autre")
  await page.getByLabel("Type de client").selectOption("Producteur")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByLabel("Référence")).toHaveAccessibleDescription(/Au Pain Doré/)
})

test("P12 S75 the later of two saves is told what is stored, and overwrites nothing unseen", async ({ page, browser, bonport, watch }) => {
  watch.expectAnswer(409)
  const { path } = await createClient(page, "Maison Œuvrard")
  const other = await secondPerson(browser, bonport.url)
  for (const each of [page, other]) {
    await each.goto(`${path}/modifier`)
    await hydrated(each)
  }
  await other.getByLabel("Ville").fill("Gand")
  await other.getByRole("button", { name: "Enregistrer" }).click()
  await expect(other).toHaveURL(new RegExp(`${path}$`))
  await page.getByLabel("Ville").fill("Bruges")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  const note = page.getByRole("alert").filter({ hasText: "pendant que vous la modifiiez" })
  await expect(note).toContainText("Ville : « Gand »")
  await expect(note).toBeFocused()
  await expect(note).toBeInViewport()
  await expect(page.getByLabel("Ville")).toHaveValue("Bruges")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByText("Bruges")).toBeVisible()
  await other.context().close()
})

test("P12 what a contact does at a client is told like its name", async ({ page, browser, bonport, watch }) => {
  watch.expectAnswer(409)
  const { id } = await createClient(page, "Fromagerie Piron")
  await createContact(page, id, `${fresh("marie")}@piron.example`, ["Marie", "Piron"])
  const card = await page.getByRole("link", { name: "Marie Piron" }).getAttribute("href")
  const other = await secondPerson(browser, bonport.url)
  for (const each of [page, other]) {
    await each.goto(`${card}/modifier?client=${id}`)
    await hydrated(each)
  }
  await other.getByLabel("Fonction", { exact: true }).fill("Comptable")
  await other.getByLabel("Type de notifications").selectOption("Notifications administratives")
  await other.getByRole("button", { name: "Enregistrer" }).click()
  await expect(other).toHaveURL(new RegExp(`/clients/${id}/contacts$`))
  await page.getByLabel("Fonction", { exact: true }).fill("Directrice")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  const told = page.getByRole("alert").filter({ hasText: "pendant que vous la modifiiez" })
  await expect(told).toContainText("Fonction : « Comptable » ; dans votre saisie : « Directrice »")
  await expect(told).toContainText("« Notifications administratives » ; dans votre saisie : « Aucune notification »")
  await expect(page.getByLabel("Fonction", { exact: true })).toHaveValue("Directrice")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByRole("row").filter({ hasText: "Marie Piron" })).toContainText("Directrice")
  await other.context().close()
})

test("P01 a contact needs only its e-mail, which is then its name", async ({ page }) => {
  const { id, path } = await createClient(page, "Chez Ginette")
  const email = `${fresh("compta")}@ginette.example`
  await createContact(page, id, email)
  await expect(page.getByRole("link", { name: email }).first()).toBeVisible()
  await page.goto(path)
  await expect(page.getByRole("button", { name: `Favori : ${email}` })).toHaveAttribute("aria-pressed", "true")
})

test("P02 a taken e-mail offers to open, to associate, to reactivate", async ({ page, watch }) => {
  watch.expectAnswer(422)
  const { second, email } = await inactiveMarie(page)
  const again = async () => {
    await page.goto(`/contacts/nouveau?client=${second.id}`)
    await hydrated(page)
    await page.getByLabel("E-mail", { exact: false }).first().fill(email.toUpperCase())
    await page.getByRole("button", { name: "Enregistrer" }).click()
    await expect(page.getByRole("heading", { name: "Cette adresse est celle de Marie Durand" })).toBeVisible()
  }
  await again()
  await page.getByRole("link", { name: "Ouvrir la fiche : Marie Durand" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Marie Durand" })).toBeVisible()
  await again()
  await expect(page.getByRole("button", { name: "Réactiver" })).toBeVisible()
  await page.getByRole("button", { name: "Associer à Second client" }).click()
  await expect(page).toHaveURL(new RegExp(`/clients/${second.id}/contacts`))
  await expect(page.getByRole("link", { name: "Marie Durand" })).toBeVisible()
})

test("P06 a deleted contact comes back with Annuler", async ({ page }) => {
  const { id } = await createClient(page, "Traiteur Baudouin")
  await createContact(page, id, `${fresh("loic")}@traiteur.example`, ["Loïc", "Le Bihan"])
  const row = page.getByRole("row").filter({ hasText: "Loïc Le Bihan" })
  await page.getByRole("button", { name: "Autres actions : Loïc Le Bihan" }).click()
  await page.getByRole("menuitem", { name: "Supprimer" }).click()
  await expect(row).toHaveCount(0)
  await page.getByRole("status", { name: "Annonces" }).getByRole("button", { name: "Annuler" }).click()
  await expect(row).toBeVisible()
})

test("Ctrl+Z takes back what was just done, but not what is typed", async ({ page }) => {
  const { id } = await createClient(page, "Cave Lambert")
  await createContact(page, id, `${fresh("nour")}@cave.example`, ["Nour", "Lambert"])
  const row = page.getByRole("row").filter({ hasText: "Nour Lambert" })
  await page.getByRole("button", { name: "Autres actions : Nour Lambert" }).click()
  await page.getByRole("menuitem", { name: "Supprimer" }).click()
  await expect(row).toHaveCount(0)
  const undo = page.getByRole("status", { name: "Annonces" }).getByRole("button", { name: "Annuler" })
  await page.getByRole("main").getByRole("searchbox").press("Control+z")
  await expect(undo).toBeVisible()
  await page.getByRole("heading", { level: 1 }).press("Control+z")
  await expect(row).toBeVisible()
  await expect(undo).toHaveCount(0)
})

test("an act on a page leaves the focus where it is, though the page is asked for again", async ({ page }) => {
  const { id } = await createClient(page, "Garage Simon")
  await createContact(page, id, `${fresh("lea")}@garage.example`, ["Léa", "Simon"])
  const row = page.getByRole("row").filter({ hasText: "Léa Simon" })
  await expect(page.getByRole("heading", { level: 1, name: "Garage Simon" })).toBeFocused()
  await page.evaluate(() => {
    document.addEventListener("focusin", ({ target }) => {
      if ((target as Element).tagName === "H1") document.body.dataset.jumped = "yes"
    })
  })
  await page.getByRole("button", { name: "Autres actions : Léa Simon" }).click()
  await page.getByRole("menuitem", { name: "Désactiver" }).click()
  await expect(row).toContainText("Inactif")
  await page.getByRole("status", { name: "Annonces" }).getByRole("button", { name: "Annuler" }).click()
  await expect(row).not.toContainText("Inactif")
  expect(await page.evaluate(() => document.body.dataset.jumped)).toBeUndefined()
})

test("P05 P27 from a client's contacts one writes to that client, and to nobody inactive", async ({ page }) => {
  const { id } = await createClient(page, "Menuiserie Aubry")
  await createContact(page, id, `${fresh("zoe")}@aubry.example`, ["Zoé", "Aubry"])
  const menu = page.getByRole("button", { name: "Autres actions : Zoé Aubry" })
  const write = page.getByRole("menuitem", { name: "Envoyer un e-mail" })
  await menu.click()
  await expect(write).toHaveAttribute("href", new RegExp(`^/ecrire\\?client=${id}&contact=\\d+$`))
  await page.getByRole("menuitem", { name: "Désactiver" }).click()
  await expect(page.getByRole("row").filter({ hasText: "Zoé Aubry" })).toContainText("Inactif")
  await menu.click()
  await expect(page.getByRole("menuitem", { name: "Réactiver" })).toBeVisible()
  await expect(write).toHaveCount(0)
})

test("P07 an individual's contacts are explained, not offered", async ({ page }) => {
  const { path } = await createClient(page, "Mme Solange Baptiste", "Particulier")
  await page.goto(`${path}/contacts`)
  await expect(page.getByText("Ce type de client n’a pas de contacts secondaires")).toBeVisible()
  await expect(page.getByRole("link", { name: "Créer" })).toHaveCount(0)
})

test("filters and pages stand in the address, and Back brings them back", async ({ page }) => {
  const { reference } = await createClient(page, "Ferme des Quatre Vents", "Producteur")
  await page.goto("/clients")
  await hydrated(page)
  await page.getByLabel("Type de client").selectOption("Producteur")
  await expect(page).toHaveURL(/type=producer/)
  await page.getByRole("searchbox", { name: "Rechercher un client" }).fill(reference)
  await expect(page).toHaveURL(new RegExp(`q=${reference}`))
  await expect(page.getByRole("link", { name: "Ferme des Quatre Vents" })).toBeVisible()
  await page.getByLabel("Type de client").selectOption("Particulier")
  await expect(page.getByText("Aucun client ne correspond")).toBeVisible()
  await page.goBack()
  await expect(page.getByRole("link", { name: "Ferme des Quatre Vents" })).toBeVisible()
  await expect(page.getByLabel("Type de client")).toHaveValue("producer")
})

test("eloise finds Éloïse", async ({ page }) => {
  const { id } = await createClient(page, "Salon de thé")
  await createContact(page, id, `${fresh("e")}@salon.example`, ["Éloïse", "Lefèvre"])
  await page.goto("/recherche?q=eloise")
  await expect(page.getByRole("link", { name: "Éloïse Lefèvre" }).first()).toBeVisible()
})

test("a site is added, tied to a contact, and stays while the contact is tied to it", async ({ page, watch }) => {
  watch.expectAnswer(422)
  const { path, id } = await createClient(page, "Laiterie de Herve")
  await page.goto(`${path}/adresses`)
  await page.getByRole("link", { name: "Ajouter une adresse" }).click()
  await page.getByLabel("Nom de l’adresse").fill("Atelier de Gand")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page.getByRole("heading", { name: "Atelier de Gand" })).toBeVisible()
  await page.goto(`/contacts/nouveau?client=${id}`)
  await hydrated(page)
  await page.getByLabel("E-mail", { exact: false }).first().fill(`${fresh("gand")}@herve.example`)
  await page.getByLabel("Adresse", { exact: true }).selectOption("Atelier de Gand")
  await page.getByRole("button", { name: "Enregistrer" }).click()
  await expect(page).toHaveURL(new RegExp(`${path}/contacts$`))
  await page.goto(`${path}/adresses`)
  await hydrated(page)
  await page.getByRole("button", { name: "Autres actions : Atelier de Gand" }).click()
  await page.getByRole("menuitem", { name: "Supprimer" }).click()
  await expect(page.getByText("Des contacts ou des interventions sont liés à cette adresse")).toBeVisible()
})

test("another client's page that is not there is a 404", async ({ page, watch }) => {
  watch.expectAnswer(404)
  for (const path of ["/clients/999999", "/clients/zut", "/contacts/999999", "/clients/999999/contacts"]) {
    expect((await page.goto(path))?.status(), path).toBe(404)
  }
})

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false })

  test("forms and stars work, and a refused form comes back as it was typed", async ({ page }) => {
    const reference = fresh("SJS")
    await page.goto("/clients/nouveau")
    await page.getByLabel("Nom du client").fill("Épicerie Fine Mâchon")
    await page.getByLabel("Type de client").selectOption("Client professionnel")
    // What is empty the browser itself refuses; a blank passes it.
    await page.getByRole("button", { name: "Enregistrer" }).click()
    await expect(page.getByLabel("Référence")).toBeFocused()
    await page.getByLabel("Référence").fill(" ")
    await page.getByRole("button", { name: "Enregistrer" }).click()
    await expect(page.getByText("1 champ à corriger")).toBeVisible()
    await expect(page.getByLabel("Nom du client")).toHaveValue("Épicerie Fine Mâchon")
    await page.getByLabel("Référence").fill(reference)
    await page.getByRole("button", { name: "Enregistrer" }).click()
    await expect(page.getByRole("heading", { level: 1, name: "Épicerie Fine Mâchon" })).toBeVisible()
    const card = page.url().split("?")[0]
    await page.getByRole("link", { name: "Créer" }).first().click()
    await page.getByLabel("E-mail", { exact: false }).first().fill(`${fresh("remi")}@machon.example`)
    await page.getByLabel("Prénom").fill("Rémi")
    await page.getByRole("button", { name: "Enregistrer" }).click()
    await expect(page.getByRole("link", { name: "Rémi" })).toBeVisible()
    await page.goto(card)
    const star = page.getByRole("button", { name: "Favori : Rémi" })
    await expect(star).toHaveAttribute("aria-pressed", "true")
    await star.click()
    await expect(star).toHaveAttribute("aria-pressed", "false")
  })
})

test("a letter of the thumb index opens the directory at its names", async ({ page }) => {
  const { id } = await createClient(page, "Registre")
  await createContact(page, id, `${fresh("z")}@registre.example`, ["Zoé", "Zymkowiak"])
  await page.goto("/contacts?initiale=z")
  await hydrated(page)
  const letters = page.getByRole("navigation", { name: "Aller à la lettre" })
  await expect(letters.getByRole("link", { name: "Z" })).toHaveAttribute("aria-current", "true")
  await expect(page.getByRole("main").getByRole("row").nth(1)).toContainText("Zymkowiak")
  await letters.getByRole("link", { name: "A", exact: true }).click()
  await expect(page).toHaveURL(/initiale=a$/)
  await expect(letters.getByRole("link", { name: "A" })).toHaveAttribute("aria-current", "true")
})
