import { defineConfig } from 'vitest/config';

// A real editor, a real daemon and a real model: one after the other, with limits for a busy machine with two cores.
export default defineConfig({
    test: {
        include: ['**/*.test.ts'],
        fileParallelism: false,
        testTimeout: 180_000,
        hookTimeout: 900_000,
        retry: 0,
        globalSetup: './setup.ts',
    },
});
