// Empties the functions of a wasm whose name holds one of some words: node bin/snip.mjs BINARYEN FILE WORD…. What only they used
// wasm-opt then drops. One that is called after all stops the program: the journeys in the browser would show it.
//
// A word `a<b` means: as long as no function is called …b…, the only one that calls those called …a…; else this fails. A word
// `-a` takes back what the wasm exports as …a…, for a script that never asks for it.
import { readFileSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const [library, file, ...words] = process.argv.slice(2)
const { default: binaryen } = await import(pathToFileURL(library))
const wasm = binaryen.readBinary(readFileSync(file))
const functions = [...Array(wasm.getNumFunctions()).keys()].map((index) => wasm.getFunctionByIndex(index))
const names = functions.map((found) => binaryen.getFunctionInfo(found).name)

for (const word of words) if (word.startsWith("-") ? unexport(word.slice(1)) === 0 : empty(...word.split("<")) === 0)
  throw new Error(`nothing in ${file} is called ${word}`)
writeFileSync(file, wasm.emitBinary())

function empty(called, caller) {
  const calls = caller && names.find((name) => name.includes(caller))
  if (calls) throw new Error(`${calls} may call …${called}…, which was to go`)
  const found = functions.filter((_, index) => names[index].includes(called))
  for (const each of found) binaryen.Function.setBody(each, wasm.unreachable())
  return found.length
}

function unexport(part) {
  const all = [...Array(wasm.getNumExports()).keys()].map((index) => binaryen.getExportInfo(wasm.getExportByIndex(index)).name)
  const found = all.filter((name) => name.includes(part))
  for (const name of found) wasm.removeExport(name)
  return found.length
}
