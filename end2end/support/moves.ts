// What leaves moves by itself. A page that is not live is looked at again each time something moved, and no sooner.
import type { Page } from "@playwright/test"

// Signed in. Looks, until it sees what it waits for.
export async function atEachMove(page: Page, sees: () => Promise<boolean>) {
  const listener = await page.context().newPage()
  let moved = 0
  let tell = () => {}
  await listener.exposeFunction("tellMoved", () => {
    moved += 1
    tell()
  })
  await listener.goto("/aide")
  // One event at once, then one for each change.
  await listener.evaluate(() => {
    const told = window as unknown as { tellMoved: () => void }
    new EventSource("/envois/direct").onmessage = () => told.tellMoved()
  })
  let seen = 0
  for (;;) {
    if (moved === seen) await new Promise<void>((wake) => (tell = wake))
    seen = moved
    if (await sees()) break
  }
  await listener.close()
}
