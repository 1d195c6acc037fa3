import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { Previewable } from '#contract/team-questions.ts'
import { useMayCall } from '#web/app/session.ts'
import { type ApiError, call, type InputOf, type OutputOf } from '#web/shared/api.ts'
import { useProblemToast } from '#web/shared/problem-toast.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import type { Preview } from './diff.ts'

const PreviewDialog = lazy(async () => ({ default: (await import('./preview-dialog.tsx')).PreviewDialog }))

type PreviewedAct<N extends Previewable> = {
  /** `hint`: what else is to be known before it is done; with one it is never done without asking. */
  ask: (input: InputOf<N>, hint?: string) => void
  isPending: boolean
  dialog: ReactNode
}
const nothing: Preview = { people: [], over: [], more: 0, refused: [] }

/**
 * An act that changes what people may do: what each of them gains and loses is shown before it is done. Nothing to show is done at once.
 * Put `dialog` somewhere on the page.
 */
export function usePreviewedAct<N extends Previewable>(
  name: N,
  onDone: (output: OutputOf<N>, input: InputOf<N>) => void,
): PreviewedAct<N> {
  const mayCall = useMayCall()
  const showProblem = useProblemToast()
  const [asked, setAsked] = useState<{ input: InputOf<N>; preview: Preview; hint: string | undefined } | null>(null)
  const [isAsking, setAsking] = useState(false)
  const act = useCommand(name, {
    onDone: (output, input) => {
      setAsked(null)
      onDone(output, input)
    },
  })
  const ask = async (input: InputOf<N>, hint?: string) => {
    setAsking(true)
    try {
      const preview = mayCall('team.previewChange')
        ? await call('team.previewChange', { operation: name, input: input as Record<string, unknown> })
        : nothing
      const { people, over, more, refused } = preview
      const isQuiet = people.length + over.length + more + refused.length === 0
      if (isQuiet && hint === undefined) act.mutate(input)
      else setAsked({ input, preview, hint })
    } catch (error) {
      showProblem(error as ApiError)
    } finally {
      setAsking(false)
    }
  }
  return {
    ask: (input, hint) => void ask(input, hint),
    isPending: isAsking || act.isPending,
    dialog: asked && (
      <Suspense fallback={null}>
        <PreviewDialog
          preview={asked.preview}
          hint={asked.hint}
          isBusy={act.isPending}
          onConfirm={() => act.mutate(asked.input)}
          onClose={() => setAsked(null)}
        />
      </Suspense>
    ),
  }
}
