// Measures the patient register from 10,000 to 1,000,000 patients: `npm run bench:patients [-- sizes]`. See test/bench/patients/.
import { measureProgram } from './setup/measure-program.mjs'
import { withSetUp } from './setup/prepare.mjs'

await withSetUp(() => measureProgram('test/bench/patients/main.ts', 'bench-patients'))
