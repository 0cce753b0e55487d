import type { MethodName } from '@contract/index'
import type { Database } from '../../database/database'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import { listResources, saveResource, saveResourceKind } from './resource.queries'

export interface ResourceDependencies {
  readonly database: Database
  readonly audit: Audit
  readonly events: EventBus
}

export function resourceHandlers({
  database,
  audit,
  events
}: ResourceDependencies): Handlers<Extract<MethodName, `resources.${string}`>> {
  return {
    'resources.list': async () => await listResources(database.reader),
    async 'resources.saveKind'(draft, { actor }) {
      const kind = await database.write(async (transaction) => {
        const saved = await saveResourceKind(transaction, draft)
        const detail = `resource kind ${saved.id}`
        await audit.record(transaction, actor, { action: 'resource-kind.saved', patientId: null, detail })
        return saved
      })
      events.publish('resources.changed', {})
      return kind
    },
    async 'resources.save'(draft, { actor }) {
      const resource = await database.write(async (transaction) => {
        const saved = await saveResource(transaction, draft)
        const detail = `resource ${saved.id}`
        await audit.record(transaction, actor, { action: 'resource.saved', patientId: null, detail })
        return saved
      })
      events.publish('resources.changed', {})
      return resource
    }
  }
}
