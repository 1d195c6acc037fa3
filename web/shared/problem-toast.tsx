import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from './api.ts'
import { isGated } from './gate.ts'
import { sentenceOf } from './sentence.ts'

/** Shows a refusal as a sentence; when somebody else changed the thing meanwhile it offers to reload. */
export function useProblemToast(): (error: ApiError) => void {
  const { notification } = App.useApp()
  const client = useQueryClient()
  const { t } = useTranslation()
  return useCallback(
    (error) => {
      // The sign-in page says it; a toast over it would say it twice.
      if (error.code === 'notSignedIn') return
      // They saw what was asked of them and turned back.
      if (isGated(error.code)) return
      const isStale = error.code === 'stale'
      const key = `problem-${error.code}`
      const reload = () => {
        notification.destroy(key)
        void client.invalidateQueries()
      }
      notification[isStale ? 'warning' : 'error']({
        key,
        title: isStale ? t('shared.staleTitle') : t('shared.refusedTitle'),
        description: sentenceOf(error),
        duration: isStale ? 0 : 6,
        ...(isStale && {
          actions: (
            <Button type="primary" size="small" onClick={reload}>
              {t('shared.reload')}
            </Button>
          ),
        }),
      })
    },
    [notification, client, t],
  )
}
