// The keys that work everywhere (WCAG 2.1.4).
import { expect, hydrated, test } from "../support/test.ts"

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
