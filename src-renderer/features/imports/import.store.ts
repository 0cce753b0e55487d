import type { ImportField, ImportPreview } from '@contract/imports'
import type { ImportId } from '@contract/ids'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { errorSentence } from '../../app/errors'
import { translate } from '../../app/i18n'
import { call, isRefusal, useCoreEvent, type EventPayload, type MethodOutput } from '../../core-client'
import { mapColumn, mappingProblems } from './column-mapping'
import { CHUNK_BYTES, fileChunks } from './file-chunks'

export type ImportStep = 'choose' | 'uploading' | 'preview' | 'running' | 'result'

/** The file on its way into the clinic. It goes on while another page is looked at. */
export const useImport = defineStore('import', () => {
  const step = ref<ImportStep>('choose')
  const fileName = ref('')
  const importId = ref<ImportId | null>(null)
  const uploaded = ref(0)
  const preview = shallowRef<ImportPreview | null>(null)
  const mapping = ref<ImportField[]>([])
  const progress = shallowRef<EventPayload<'imports.progress'> | null>(null)
  const result = shallowRef<MethodOutput<'imports.run'> | null>(null)
  const failure = ref<string | null>(null)
  const wasCancelled = ref(false)
  const isRefreshing = ref(false)
  let isGivenUp = false

  const problems = computed(() => mappingProblems(mapping.value))

  useCoreEvent('imports.progress', (told) => {
    if (told.importId === importId.value) progress.value = told
  })
  useCoreEvent('core.lost', () => {
    if (step.value === 'choose' || step.value === 'result') return
    fail(translate('imports.interrupted'))
  })

  function fail(sentence: string): void {
    isGivenUp = true
    failure.value = sentence
    importId.value = null
    step.value = 'choose'
  }

  async function start(file: File): Promise<void> {
    reset()
    fileName.value = file.name
    if (file.size === 0) return fail(translate('imports.fileEmpty', { name: file.name }))
    isGivenUp = false
    step.value = 'uploading'
    try {
      await upload(file)
      if (isGivenUp) return
      await readPreview(null)
      step.value = 'preview'
    } catch (error) {
      if (!isGivenUp) await giveUp(errorSentence(error))
    }
  }

  async function upload(file: File): Promise<void> {
    const begun = await call('imports.begin', { fileName: file.name, bytes: file.size })
    importId.value = begun.importId
    let index = 0
    for await (const base64 of fileChunks(file)) {
      if (isGivenUp) return
      await call('imports.upload', { importId: begun.importId, index, base64 })
      index += 1
      uploaded.value = Math.min(1, (index * CHUNK_BYTES) / file.size)
    }
  }

  async function readPreview(columns: ImportField[] | null): Promise<void> {
    if (importId.value === null) return
    preview.value = await call('imports.preview', { importId: importId.value, mapping: columns })
    mapping.value = columns ?? [...preview.value.mapping]
  }

  /** Gives a column its meaning and shows at once what becomes of the rows. */
  async function setColumn(column: number, field: ImportField): Promise<void> {
    mapping.value = mapColumn(mapping.value, column, field)
    if (problems.value.length > 0) return
    isRefreshing.value = true
    try {
      await readPreview([...mapping.value])
    } catch (error) {
      failure.value = errorSentence(error)
    } finally {
      isRefreshing.value = false
    }
  }

  async function run(): Promise<void> {
    if (importId.value === null || problems.value.length > 0) return
    failure.value = null
    progress.value = null
    wasCancelled.value = false
    step.value = 'running'
    try {
      result.value = await call('imports.run', { importId: importId.value, mapping: [...mapping.value] })
      step.value = 'result'
    } catch (error) {
      if (isGivenUp) return
      failure.value = isRefusal(error, 'import-cancelled')
        ? translate('imports.cancelled')
        : errorSentence(error)
      step.value = 'choose'
    }
  }

  /** Ends the import; rows already read in stay, and the file can be imported again without doing anything twice. */
  async function cancel(): Promise<void> {
    wasCancelled.value = true
    if (step.value === 'running' && importId.value !== null) {
      await call('imports.cancel', { importId: importId.value })
      return
    }
    await giveUp(null)
  }

  async function giveUp(sentence: string | null): Promise<void> {
    isGivenUp = true
    const begun = importId.value
    reset()
    failure.value = sentence
    if (begun !== null) await call('imports.cancel', { importId: begun })
  }

  function reset(): void {
    step.value = 'choose'
    importId.value = null
    uploaded.value = 0
    preview.value = null
    mapping.value = []
    progress.value = null
    result.value = null
    failure.value = null
    wasCancelled.value = false
  }

  return {
    step,
    fileName,
    importId,
    uploaded,
    preview,
    mapping,
    problems,
    progress,
    result,
    failure,
    wasCancelled,
    isRefreshing,
    start,
    setColumn,
    run,
    cancel,
    reset
  }
})
