// Journeys by role and label, on a desk and on a touch phone of 360 px. Each worker has its own Bonport (support/bonport.ts).
import { defineConfig } from "@playwright/test"

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

export default defineConfig({
  testDir: "specs",
  outputDir: "results",
  workers: Number(process.env.BONPORT_E2E_WORKERS ?? 2),
  fullyParallel: false,
  forbidOnly: true,
  // Long enough for a busy machine: here is asked whether something comes; how soon is for bin/bench.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags },
  },
  projects: [
    { name: "desktop", grepInvert: /@touch/, use: { viewport: { width: 1280, height: 800 } } },
    { name: "phone", grepInvert: /@desk/, use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
  ],
})
