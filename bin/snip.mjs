// Takes functions out of the wasm that nothing of ours ever calls but whose addresses stand in tables, so that no compiler can know:
// Leptos keeps one of each for every kind of view. Measured 2026-11-21: 29 KB of 551, compressed.
// Called all the same, one would stop the program with « unreachable »: the journeys in the browser watch for that.
//
// snip.mjs BINARYEN FROM TO: BINARYEN is the library's index.js; FROM must still have the names of its functions.
import { readFileSync, writeFileSync } from 'node:fs'

const never = [
  'hydrate_async', // lazy hydration: hydrate_lazy and lazy routes only
  'hydrate_from_template', // templates compiled by nightly Rust only
  '15generate_routes', // the server's list of paths
]

const [, , library, from, to] = process.argv
const { default: binaryen } = await import(library)
const wasm = binaryen.readBinary(readFileSync(from))
const names = new RegExp(never.join('|'))
let snipped = 0
for (let at = 0; at < wasm.getNumFunctions(); at++) {
  const code = wasm.getFunctionByIndex(at)
  const { name, module } = binaryen.getFunctionInfo(code)
  if (module === '' && names.test(name)) {
    binaryen.Function.setBody(code, wasm.unreachable())
    snipped++
  }
}
if (!snipped) throw new Error(`${from} has no function of these names: ${never.join(', ')}`)
writeFileSync(to, wasm.emitBinary())
