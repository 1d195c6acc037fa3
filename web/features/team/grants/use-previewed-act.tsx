import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { Previewable } from '#contract/team-questions.ts'
import { type ApiError, call, type InputOf } from '#web/shared/api.ts'
import { useProblemToast } from '#web/shared/problem-toast.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import type { Preview } from './diff.ts'

const PreviewDialog = lazy(async () => ({ default: (await import('./preview-dialog.tsx')).PreviewDialog }))

type PreviewedAct<N extends Previewable> = { ask: (input: InputOf<N>) => void; isPending: boolean; dialog: ReactNode }

/**
 * An act that changes what people may do: what each of them gains and loses is shown before it is done. Nothing to show is done at once.
 * Put `dialog` somewhere on the page.
 */
export function usePreviewedAct<N extends Previewable>(name: N, onDone: () => void): PreviewedAct<N> {
  const showProblem = useProblemToast()
  const [asked, setAsked] = useState<{ input: InputOf<N>; preview: Preview } | null>(null)
  const [isAsking, setAsking] = useState(false)
  const act = useCommand(name, {
    onDone: () => {
      setAsked(null)
      onDone()
    },
  })
  const ask = async (input: InputOf<N>) => {
    setAsking(true)
    try {
      const preview = await call('team.previewChange', { operation: name, input: input as Record<string, unknown> })
      if (preview.people.length + preview.over.length + preview.more + preview.refused.length === 0) act.mutate(input)
      else setAsked({ input, preview })
    } catch (error) {
      showProblem(error as ApiError)
    } finally {
      setAsking(false)
    }
  }
  return {
    ask: (input) => void ask(input),
    isPending: isAsking || act.isPending,
    dialog: asked && (
      <Suspense fallback={null}>
        <PreviewDialog
          preview={asked.preview}
          isBusy={act.isPending}
          onConfirm={() => act.mutate(asked.input)}
          onClose={() => setAsked(null)}
        />
      </Suspense>
    ),
  }
}
