import type { ImportField, ImportPreview, InterruptedImport } from '@contract/imports'
import type { ImportId, ImportMappingId } from '@contract/ids'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { errorSentence } from '../../app/errors'
import { translate } from '../../app/i18n'
import { call, isRefusal, useCoreEvent, type EventPayload, type MethodOutput } from '../../core-client'
import { mapColumn, mappingProblems } from './column-mapping'
import { CHUNK_BYTES, fileChunks } from './file-chunks'

export type ImportStep = 'choose' | 'uploading' | 'preview' | 'running' | 'result'

type Outcome = MethodOutput<'imports.run'>

/** The file on its way into the clinic. It goes on while another page is looked at. */
export const useImport = defineStore('import', () => {
  const step = ref<ImportStep>('choose')
  const fileName = ref('')
  const importId = ref<ImportId | null>(null)
  const uploaded = ref(0)
  const preview = shallowRef<ImportPreview | null>(null)
  const mapping = ref<ImportField[]>([])
  const progress = shallowRef<EventPayload<'imports.progress'> | null>(null)
  const result = shallowRef<Outcome | null>(null)
  /** What runs, or has run, writes nothing. */
  const isDry = ref(false)
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

  async function readPreview(
    columns: ImportField[] | null,
    mappingId: ImportMappingId | null = null
  ): Promise<void> {
    if (importId.value === null) return
    preview.value = await call('imports.preview', { importId: importId.value, mapping: columns, mappingId })
    mapping.value = [...preview.value.mapping]
  }

  /** Gives a column its meaning and shows at once what becomes of the rows. */
  async function setColumn(column: number, field: ImportField): Promise<void> {
    mapping.value = mapColumn(mapping.value, column, field)
    if (problems.value.length > 0) return
    await refresh(() => readPreview([...mapping.value]))
  }

  /** Reads the columns as a kept mapping says, or as the headings do. */
  async function useMapping(mappingId: ImportMappingId | null): Promise<void> {
    await refresh(() => readPreview(mappingId === null ? (preview.value?.guessed ?? null) : null, mappingId))
  }

  async function refresh(task: () => Promise<void>): Promise<void> {
    isRefreshing.value = true
    try {
      await task()
    } catch (error) {
      failure.value = errorSentence(error)
    } finally {
      isRefreshing.value = false
    }
  }

  async function run(): Promise<void> {
    const id = importId.value
    if (id === null || problems.value.length > 0) return
    isDry.value = false
    await work(() => call('imports.run', { importId: id, mapping: [...mapping.value] }))
  }

  async function dryRun(): Promise<void> {
    const id = importId.value
    if (id === null || problems.value.length > 0) return
    isDry.value = true
    await work(() => call('imports.dryRun', { importId: id, mapping: [...mapping.value] }))
  }

  /** Goes on with a run that was cut short. */
  async function goOn(cut: InterruptedImport): Promise<void> {
    reset()
    importId.value = cut.importId
    fileName.value = cut.fileName
    await work(() => call('imports.resume', { importId: cut.importId }))
  }

  async function endCut(cut: InterruptedImport): Promise<void> {
    reset()
    importId.value = cut.importId
    fileName.value = cut.fileName
    wasCancelled.value = true
    await work(() => call('imports.giveUp', { importId: cut.importId }))
  }

  async function work(task: () => Promise<Outcome>): Promise<void> {
    failure.value = null
    progress.value = null
    isGivenUp = false
    step.value = 'running'
    try {
      result.value = await task()
      step.value = 'result'
    } catch (error) {
      if (isGivenUp) return
      const isCutShort = isRefusal(error, 'core-restarted', 'import-interrupted')
      failure.value = isCutShort ? translate('imports.interrupted') : errorSentence(error)
      step.value = 'choose'
    }
  }

  function backToColumns(): void {
    result.value = null
    wasCancelled.value = false
    step.value = 'preview'
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
    isDry.value = false
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
    isDry,
    start,
    setColumn,
    useMapping,
    run,
    dryRun,
    goOn,
    endCut,
    backToColumns,
    cancel,
    reset
  }
})
