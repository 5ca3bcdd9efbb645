// P63: clients from a file of a spreadsheet, as an administrator brings them in: a refused line, the corrected file, and the way back.
import { readFileSync } from "node:fs"
import { fresh } from "../support/book.ts"
import { expectAccessible, expectGoodLook } from "../support/looks.ts"
import { expect, test } from "../support/test.ts"

const corpus = readFileSync(new URL("../../server/exchange/tests/corpora/clients-cp1252-semicolon.csv", import.meta.url))

test.beforeEach(async ({ signIn }) => signIn())

test("P63 a file with a mistake is refused, corrected, imported and taken back", async ({ page }) => {
  const reference = fresh("I")
  const mine = (bytes: Buffer) => Buffer.from(bytes.toString("latin1").replaceAll("C01", reference), "latin1")
  const bring = async (bytes: Buffer) => {
    await page.goto("/import")
    await page.getByLabel("Fichier CSV ou XLSX").setInputFiles({ name: "clients.csv", mimeType: "text/csv", buffer: bytes })
    await page.getByRole("button", { name: "Lire le fichier" }).click()
    await expect(page.getByRole("heading", { name: "Aperçu" })).toBeVisible()
  }
  await bring(mine(corpus))
  await expect(page.getByText(/Windows-1252, séparateur/)).toBeVisible()
  await expect(page.getByText(/Rien ne sera importé/)).toBeVisible()
  await expect(page.getByRole("row", { name: /Ménagerie/ })).toContainText("E-mail principal")
  await expect(page.getByRole("button", { name: "Importer les 2 autres clients" })).toBeVisible()
  const download = page.waitForEvent("download")
  await page.getByRole("link", { name: /^Télécharger l.* à corriger$/ }).click()
  expect((await download).suggestedFilename()).toBe("lignes-refusees.csv")
  await expect(page.getByRole("row", { name: /Van den Bossche/ })).toContainText("Ville : Gand")
  await page.getByRole("link", { name: "Seulement les lignes à problème" }).click()
  await expect(page.getByRole("row", { name: /Van den Bossche/ })).toHaveCount(0)
  await page.getByRole("link", { name: "Toutes les lignes" }).click()
  await expect(page.getByRole("row", { name: /Van den Bossche/ })).toBeVisible()
  await expectGoodLook(page, "aperçu d’un import")
  await expectAccessible(page, "aperçu d’un import")

  const right = Buffer.from(corpus.toString("latin1").replace("pas une adresse", ""), "latin1")
  await bring(mine(right))
  await page.getByRole("button", { name: "Importer 3 clients" }).click()
  await expect(page.getByText("Import terminé : 3 clients, 2 adresses.")).toBeVisible()
  const report = page.url()
  await page.goto(`/clients?q=${reference}`)
  await expect(page.getByRole("link", { name: "Boulangerie L’Épi d’Or" })).toBeVisible()
  await page.goto(report)
  await page.getByRole("button", { name: "Annuler l’import" }).click()
  await expect(page.getByText("Import annulé.")).toBeVisible()
})
