import type { Module } from '#kernel/module.ts'
import { addFile } from './operations/add-file.ts'
import { linkFile } from './operations/link-file.ts'
import { readFile } from './operations/read-file.ts'

export const filesModule: Module = { name: 'files', operations: [addFile, readFile, linkFile] }
