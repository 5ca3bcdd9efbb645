// The page's clock in the hands of a test.
import type { Page } from "@playwright/test"

// For the pages that are opened from now on. Playwright's clock counts its timers from 10¹² on, and wasm holds the id of a timer in 32
// bits: it would stop none of its own. So they are given short ones.
export async function takeClock(page: Page) {
  await page.clock.install()
  await page.addInitScript(() => {
    let last = 0
    const ids = new Map<unknown, number>()
    const timers = window as unknown as Record<string, (...asked: unknown[]) => number>
    for (const kind of ["Timeout", "Interval"]) {
      const [set, clear] = [timers[`set${kind}`], timers[`clear${kind}`]]
      timers[`set${kind}`] = (...asked) => (ids.set(++last, set(...asked)), last)
      timers[`clear${kind}`] = (id) => clear(ids.get(id))
    }
  })
}
