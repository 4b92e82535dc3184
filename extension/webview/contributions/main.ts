// The page of contributions.
import '../shared/theme.css';
import '../shared/base.css';
import './contributions.css';
import { Shell } from '../shared/shell.js';
import { ContributionsView } from './view.js';

const shell = new Shell('contributions');
shell.start(new ContributionsView(shell));
