import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import type { BulkResult } from '#contract/operation.ts'
import type { InputOf, OperationName, OutputOf } from './api.ts'
import { useShowRefusals } from './refusals.tsx'
import { useCommand } from './use-operation.ts'

/** Commands over many items that answer what was done and what was refused. */
export type BulkOperation = { [N in OperationName]: OutputOf<N> extends BulkResult ? N : never }[OperationName]

type BulkSettings = {
  /** What the act is called on its button. */
  title: string
  /** The number or name under which the reader knows an item. */
  nameOf: (id: string) => string
  onDone?: (result: BulkResult) => void
}

/** A bulk act: says how many were done and lists each refused item with its reason. */
export function useBulkCommand<N extends BulkOperation>(name: N, settings: BulkSettings) {
  const { message } = App.useApp()
  const { t } = useTranslation()
  const showRefusals = useShowRefusals()
  const command = useCommand(name, {
    onDone: (output) => {
      const { done, refused } = output as BulkResult
      if (done.length > 0) void message.success(t('shared.doneCount', { title: settings.title, n: done.length }))
      if (refused.length > 0) showRefusals({ title: settings.title, refused, nameOf: settings.nameOf })
      settings.onDone?.({ done, refused })
    },
  })
  return {
    isPending: command.isPending,
    run: (input: InputOf<N>) => command.mutate(input),
    /** Resolves when done, rejects when the whole act was refused. */
    runAsync: (input: InputOf<N>) => command.mutateAsync(input),
  }
}
