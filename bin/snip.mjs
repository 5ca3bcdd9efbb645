// Empties the functions of a wasm whose name holds a word: node bin/snip.mjs BINARYEN WORD FILE. What only they used wasm-opt then
// drops. One that is called after all stops the program: the journeys in the browser would show it.
import { readFileSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const [library, word, file] = process.argv.slice(2)
const { default: binaryen } = await import(pathToFileURL(library))
const wasm = binaryen.readBinary(readFileSync(file))
wasm.setFeatures(binaryen.Features.All)
let snipped = 0
for (let index = 0; index < wasm.getNumFunctions(); index++) {
  const found = wasm.getFunctionByIndex(index)
  if (binaryen.getFunctionInfo(found).name.includes(word)) {
    binaryen.Function.setBody(found, wasm.unreachable())
    snipped++
  }
}
if (snipped === 0) throw new Error(`no function of ${file} is called …${word}…`)
writeFileSync(file, wasm.emitBinary())
