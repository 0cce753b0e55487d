import type { SessionKind } from '@contract/sessions'

/** What the pointer paints with: a kind, or the eraser. */
export type Brush = SessionKind | 'eraser'
