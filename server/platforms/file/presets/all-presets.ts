import { type FileMapping, fileMapping } from '#contract/import.ts'
import { DOUYIN_PRESETS } from './douyin-presets.ts'
import { JD_PRESETS } from './jd-presets.ts'
import { PINDUODUO_PRESETS } from './pinduoduo-presets.ts'
import { TAOBAO_PRESETS, TMALL_PRESETS } from './taobao-presets.ts'

/** The exports we know. They are written in the same language as a shop's own mapping files. */
export const PRESETS: readonly FileMapping[] = [
  ...TAOBAO_PRESETS,
  ...TMALL_PRESETS,
  ...JD_PRESETS,
  ...PINDUODUO_PRESETS,
  ...DOUYIN_PRESETS,
].map((preset) => fileMapping.parse(preset))
