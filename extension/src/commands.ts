// The names of all commands, in one place: the manifest, the daemon's links and the views use the same.

export const commands = {
  explain: 'interp.explain',
  lens: 'interp.showLens',
  exploreSelection: 'interp.exploreSelection',
  endExploration: 'interp.endExploration',
  runExpectations: 'interp.runExpectations',
  chooseModel: 'interp.chooseModel',
  verifyModel: 'interp.verifyModel',
  copyCommandLine: 'interp.copyCommandLine',
  exportResult: 'interp.exportResult',
  openTour: 'interp.openTour',
  openWalkthrough: 'interp.openWalkthrough',
  showMemory: 'interp.showMemory',
  showLog: 'interp.showLog',
  restart: 'interp.restart',
  menu: 'interp.menu',
  cancel: 'interp.cancel',
} as const;

/** What a hover of the daemon may link to. */
export const trustedCommands: readonly string[] = [commands.explain, commands.lens, commands.chooseModel, commands.showLog];
