// Measures the built program: `npm run bench [-- names]`. The benchmarks themselves are in test/bench/.
import { measureProgram } from './setup/measure-program.mjs'
import { withSetUp } from './setup/prepare.mjs'

await withSetUp(() => measureProgram('test/bench/main.ts', 'bench'))
