// The keys that work everywhere (WCAG 2.1.4).
import { expect, hydrated, test } from "../support/test.ts"
import { makeAcme } from "../support/writing.ts"

test.beforeEach(({ signIn }) => signIn())

test("a key alone searches, until that is turned off", async ({ page }) => {
  await page.goto("/aide")
  await hydrated(page)
  const search = page.getByRole("searchbox", { name: "Rechercher" }).filter({ visible: true })
  await page.keyboard.press("/")
  await expect(search).toBeFocused()
  const single = page.getByLabel("Raccourcis d’une seule touche")
  await single.uncheck()
  await page.reload()
  await hydrated(page)
  await expect(single).not.toBeChecked()
  await page.keyboard.press("/")
  await expect(search).not.toBeFocused()
  await single.check()
  await page.getByRole("heading", { level: 1 }).press("/")
  await expect(search).toBeFocused()
})

test("the search at the top says what it finds, and the arrow goes there", async ({ page }) => {
  const { id, domain } = await makeAcme(page)
  await page.goto("/aide")
  await hydrated(page)
  const search = page.getByRole("searchbox", { name: "Rechercher" }).filter({ visible: true })
  const form = page.getByRole("search").filter({ has: search })
  await search.fill(`contact@${domain}`)
  await expect(form.getByRole("status")).toHaveText("1 suggestion, flèche bas pour y aller")
  await search.press("ArrowDown")
  await page.keyboard.press("Enter")
  await expect(page).toHaveURL(new RegExp(`/clients/${id}$`))
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused()
  await search.fill("zzzzzz")
  await expect(form.getByText("Rien ne correspond à « zzzzzz ».")).toBeVisible()
})
