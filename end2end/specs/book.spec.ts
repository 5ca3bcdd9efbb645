// The invoice book: what it lists, its filters in the address, how documents are chosen (screens.md §1.2), and many PDFs at once.
import type { Page } from "@playwright/test"
import { createClient, fresh } from "../support/book.ts"
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { expect, test } from "../support/test.ts"

test.beforeEach(async ({ signIn }) => signIn())

// Orders of a client without a PDF, the last number first in the book. Answers their common beginning.
async function orders(page: Page, client: string, count: number) {
  const start = fresh("C")
  const numbers = Array.from({ length: count }, (_, n) => `${start}-${String(n + 1).padStart(3, "0")}`)
  await page.evaluate(
    async ({ client, numbers }) => {
      for (const number of numbers) {
        const fields = { client, "draft[kind]": "order", "draft[number]": number, "draft[day]": "2026-11-20", "draft[amount]": "12,50" }
        await fetch("/api/documents/add", { method: "POST", body: new URLSearchParams(fields), headers: { accept: "application/json" } })
      }
    },
    { client, numbers },
  )
  return start
}

const box = (page: Page, number: string) => page.getByRole("checkbox", { name: `Choisir Commande ${number}` })
const chosen = (page: Page) => page.locator("tbody input:checked")
const bar = (page: Page) => page.locator(".book-bar")

// On a phone they are folded away while none is set.
async function openCriteria(page: Page) {
  const fold = page.locator("details.folded")
  const summary = fold.locator("summary")
  if ((await summary.isVisible()) && !(await fold.evaluate((it: HTMLDetailsElement) => it.open))) await summary.click()
}

test("E13 the book is narrowed by its address", async ({ page }) => {
  const client = await createClient(page, "Épicerie du Port")
  const start = await orders(page, client.id, 2)
  await page.goto("/")
  await page.getByRole("navigation", { name: "Principale" }).getByRole("link", { name: "Factures" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Factures" })).toBeVisible()
  const tags = page.getByRole("navigation", { name: "Quels documents" })
  await expect(tags.getByRole("link", { name: /^Non envoyées/ })).toHaveAttribute("aria-current", "page")

  await page.getByRole("searchbox", { name: "Chercher un document" }).fill(start.toLowerCase())
  await page.getByRole("main").getByRole("button", { name: "Filtrer" }).click()
  await expect(page).toHaveURL(/\/factures\?.*q=/)
  await expect(page.getByRole("link", { name: `${start}-002` })).toBeVisible()
  await expect(tags.getByRole("link", { name: "Non envoyées 2" })).toBeVisible()
  await expect(tags.getByRole("link", { name: "Échecs 0" })).toBeVisible()
  await expectGoodLook(page, "le facturier")
  await tags.getByRole("link", { name: "Échecs 0" }).click()
  await expect(page).toHaveURL(/etat=failed/)
  await expect(page.getByText("Aucun document ne correspond à ces critères.")).toBeVisible()
  await page.goBack()
  await openCriteria(page)
  await page.getByLabel("Type de document").selectOption({ label: "Avoir" })
  await page.getByRole("main").getByRole("button", { name: "Filtrer" }).click()
  await expect(page.getByText("Aucun document ne correspond à ces critères.")).toBeVisible()

  await page.goto(`/factures?q=${start}-001`)
  await page.getByRole("link", { name: `${start}-001` }).click()
  await expect(page.getByRole("heading", { level: 1, name: `Commande ${start}-001` })).toBeVisible()
})

test("§1.2 Shift chooses a range with the mouse and the keyboard, and what is chosen stays @desk", async ({ page }) => {
  const client = await createClient(page, "Épicerie des Quais")
  const start = await orders(page, client.id, 8)
  const at = (n: number) => `${start}-00${n}`
  await page.goto(`/factures?q=${start}`)
  await expect(bar(page)).toBeHidden()
  const row = (n: number) => page.getByRole("row").filter({ hasText: at(n) }).getByRole("cell", { name: "20 novembre 2026" })

  await row(8).click()
  await row(5).click({ modifiers: ["Shift"] })
  await expect(chosen(page)).toHaveCount(4)
  await expect(bar(page)).toContainText("4 documents · 1 client")
  expect(await page.evaluate(() => String(getSelection()))).toBe("")
  await row(6).click({ modifiers: ["Control"] })
  await expect(chosen(page)).toHaveCount(3)
  // The anchor is now the one that was left out: a range from it takes its state.
  await row(7).click({ modifiers: ["Shift"] })
  await expect(chosen(page)).toHaveCount(2)
  await box(page, at(3)).focus()
  await page.keyboard.press("Space")
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("ArrowDown")
  await expect(box(page, at(1))).toBeFocused()
  await page.keyboard.press("Shift+Space")
  await expect(chosen(page)).toHaveCount(5)
  await expect(page.getByRole("status").filter({ hasText: "5 documents · 1 client" })).toBeAttached()
  await expectGoodLook(page, "des documents choisis")
  await expectAccessible(page, "des documents choisis")

  // It survives filters and other pages.
  await page.goto(`/factures?q=${at(4)}`)
  await expect(bar(page)).toContainText("5 documents · 1 client")
  await box(page, at(4)).check()
  await expect(bar(page)).toContainText("6 documents")
  const asked = page.waitForRequest(/\/factures\/envoi\?/)
  await page.route(/\/factures\/envoi\?/, (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<title>envoi</title>" }))
  await bar(page).getByRole("button", { name: "Envoyer" }).click()
  expect(new URL((await asked).url()).searchParams.getAll("d")).toHaveLength(6)

  await page.goto(`/factures?q=${start}`)
  await expect(chosen(page)).toHaveCount(6)
  await page.keyboard.press("Escape")
  await expect(chosen(page)).toHaveCount(0)
  const again = page.getByRole("button", { name: "Rétablir la sélection" })
  await again.click()
  await expect(chosen(page)).toHaveCount(6)
  await expect(chosen(page).first()).toBeFocused()
  await page.getByRole("button", { name: "Effacer", exact: true }).click()
  await expect(chosen(page)).toHaveCount(0)
  await expect(again).toBeFocused()
})

test("§1.2 more than 500 documents are refused in words @desk", async ({ page }) => {
  const client = await createClient(page, "Épicerie en gros")
  const start = await orders(page, client.id, 3)
  await page.goto(`/factures?q=${start}`)
  await page.evaluate(() => {
    const many = Array.from({ length: 499 }, (_, n) => [String(900000 + n), "1"])
    sessionStorage.setItem("book", JSON.stringify({ chosen: many, anchor: null }))
  })
  await page.reload()
  await box(page, `${start}-001`).check()
  await expect(bar(page)).toContainText("500 documents")
  await box(page, `${start}-002`).click()
  await expect(page.getByRole("alert")).toContainText("500 documents au plus")
  await expect(chosen(page)).toHaveCount(1)
})

test("§1.2 on a touch screen a long press chooses, and « Sélectionner jusqu’ici » a range @touch", async ({ page }) => {
  const client = await createClient(page, "Épicerie des Îles")
  const start = await orders(page, client.id, 5)
  await page.goto(`/factures?q=${start}`)
  const row = (n: number) => page.getByRole("row").filter({ hasText: `${start}-00${n}` })
  await row(5).scrollIntoViewIfNeeded()
  const touch = await page.context().newCDPSession(page)
  const at = await row(5).locator("time").boundingBox()
  const point = { x: (at?.x ?? 0) + 5, y: (at?.y ?? 0) + 5 }
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] })
  await expect(box(page, `${start}-005`)).toBeChecked()
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] })
  await expect(box(page, `${start}-005`)).toBeChecked()
  await row(3).getByRole("button", { name: "Sélectionner jusqu’ici" }).tap()
  await expect(chosen(page)).toHaveCount(3)
  await row(1).locator("time").tap()
  await expect(chosen(page)).toHaveCount(4)
  await expect(bar(page)).toContainText("4 documents · 1 client")
  await expectGoodLook(page, "des documents choisis du doigt")
  await expectAccessible(page, "des documents choisis du doigt")
  await bar(page).getByRole("button", { name: "Effacer" }).tap()
  await expect(row(3).getByRole("button", { name: "Sélectionner jusqu’ici" })).toBeHidden()
})

test("P30 many PDFs are dropped together and become documents line by line", async ({ page, watch }) => {
  watch.expectAnswer(422)
  const label = fresh("Épicerie numéro ")
  const client = await createClient(page, label)
  const [first, second] = [fresh("2026-"), fresh("2026-")]
  await page.goto("/factures?etat=all")
  await page.getByRole("link", { name: "Ajouter des documents" }).first().click()
  const pdf = (name: string, text = "%PDF-1.4") => ({ name, mimeType: "application/pdf", buffer: Buffer.from(text) })
  await expect(page.getByRole("button", { name: "Déposer les fichiers" })).toBeHidden()
  // What is chosen while others are on their way waits for its turn.
  let send = () => {}
  const held = new Promise<void>((go) => {
    send = go
  })
  await page.route("**/factures/nouveaux/fichier", async (route) => {
    await held
    await route.continue()
  })
  await page.getByLabel("Fichiers PDF").setInputFiles([pdf(`Facture ${first} ${client.reference}.pdf`), pdf("lettre.pdf", "MZ")])
  await page.getByLabel("Fichiers PDF").setInputFiles([pdf(`Avoir ${second}.pdf`)])
  send()
  await expect(page.getByText("Ce fichier n’est pas un PDF")).toBeVisible()
  await page.getByRole("button", { name: "Continuer" }).click()

  const line = (name: string) => page.getByRole("group", { name: new RegExp(`^${name}`) })
  const [right, wrong] = [line(`Facture ${first}`), line(`Avoir ${second}`)]
  await expect(right.getByLabel("Client")).toHaveValue(`${client.reference} · ${label}`)
  await expect(right.getByLabel("Numéro")).toHaveValue(first)
  await expect(wrong.getByLabel("Type de document")).toHaveValue("credit_note")
  await expect(page.getByRole("group", { name: /^lettre/ })).toHaveCount(0)
  await expectGoodLook(page, "des PDF à compléter")
  await right.getByLabel("Montant").fill("120,50")
  await wrong.getByLabel("Client").fill("personne d’ici")
  await page.getByRole("button", { name: "Ajouter les 2 documents" }).click()
  await expect(page.getByText("1 document ajouté.")).toBeVisible()
  await expect(right).toHaveCount(0)
  await expect(page).toHaveTitle(/^Erreur/)
  await expect(page.getByRole("alert")).toBeFocused()
  await expect(page.getByRole("alert").getByRole("link", { name: /Client/ })).toBeVisible()
  await expect(wrong.getByText("Aucun client actif n’a cette référence ou ce nom")).toBeVisible()
  await expectGoodLook(page, "un PDF à corriger")
  await expectAccessible(page, "un PDF à corriger")

  // A file more does not lose what is typed.
  await wrong.getByLabel("Client").fill(client.reference)
  await page.getByLabel("Fichiers PDF").setInputFiles([pdf("de trop.pdf")])
  await expect(line("de trop")).toBeVisible()
  await expect(wrong.getByLabel("Client")).toHaveValue(client.reference)
  await page.getByRole("button", { name: "Supprimer de trop.pdf" }).click()
  await expect(line("de trop")).toHaveCount(0)
  await page.getByRole("button", { name: "Ajouter le document" }).click()
  await page.getByRole("link", { name: "Voir les factures" }).click()
  await page.goto(`/factures?q=${encodeURIComponent(label)}`)
  await expect(page.getByRole("link", { name: first })).toBeVisible()
  await expect(page.getByRole("link", { name: second })).toBeVisible()
})
