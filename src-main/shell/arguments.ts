import { resolve } from 'node:path'
import { Route } from '@contract/shell'
import { z } from 'zod'

/** What a start tells the program that runs already. */
export const SecondStart = z.object({ route: Route, parameters: z.array(z.string()) })
export type SecondStart = z.infer<typeof SecondStart>

export interface Arguments {
  /** Absolute; null: the program's own folder. */
  readonly dataFolder: string | null
  readonly route: Route
  readonly quitsOnClose: boolean
}

/** Reads `--data DIR`, `--route ROUTE` and `--quit-on-close`; what else the command line holds is Chromium's. */
export function parseArguments(argv: readonly string[]): Arguments {
  const data = valueOf(argv, '--data')
  const route = Route.safeParse(valueOf(argv, '--route'))
  return {
    dataFolder: data ? resolve(data) : null,
    route: route.success ? route.data : '/',
    quitsOnClose: argv.includes('--quit-on-close')
  }
}

function valueOf(argv: readonly string[], name: string): string | undefined {
  const joined = argv.find((argument) => argument.startsWith(`${name}=`))
  if (joined) return joined.slice(name.length + 1)
  const position = argv.indexOf(name)
  return position === -1 ? undefined : argv[position + 1]
}
