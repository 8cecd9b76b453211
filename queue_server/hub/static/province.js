// The province's page: asks for all centres every few seconds and shows who waits where.
const WORDS = {
  vi: { up: 'đang nối', down: since => `mất từ ${since}`, minutes: n => `${n} phút`, warn: 'chú ý', breach: 'quá lâu', unusable: n => `số ${n}: không dùng được`,
        sum: (on, all, waiting) => `${on}/${all} trung tâm đang nối · ${waiting} người đang chờ`, lost: 'Không nối được máy chủ tỉnh' },
  en: { up: 'connected', down: since => `lost since ${since}`, minutes: n => `${n} min`, warn: 'look', breach: 'too long', unusable: n => `${n}: not usable`,
        sum: (on, all, waiting) => `${on}/${all} centres connected · ${waiting} waiting`, lost: 'The hub does not answer' },
};
const EVERY = 3000;
let language = 'vi';
let latest = null;

function cell(text, kind) {
  const made = document.createElement('td');
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function row(centre) {
  const words = WORDS[language];
  const minutes = Math.floor(centre.longest / 60000);
  const level = minutes >= centre.breach ? 'breach' : minutes >= centre.warn ? 'warn' : '';
  const heard = new Date(centre.heard).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
  const made = document.createElement('tr');
  const name = document.createElement('th');
  name.scope = 'row';
  name.textContent = centre.names[language] ?? centre.names.vi;
  made.append(
    name,
    cell(centre.online ? words.up : words.down(heard), centre.online ? 'up' : 'down'),
    cell(centre.waiting, 'number'),
    cell(words.minutes(minutes) + (level ? ` · ${words[level]}` : ''), `number ${level}`),
    cell(`${centre.desks_open}/${centre.desks}`, 'number'),
    cell(centre.tickets, 'number'),
    cell(settings(centre.settings), `number ${centre.settings?.usable === false ? 'breach' : ''}`),
  );
  return made;
}

function settings(taken) {
  if (!taken) return '–';
  return taken.usable ? taken.number || '–' : WORDS[language].unusable(taken.number);
}

function show() {
  document.documentElement.lang = language;
  for (const each of document.querySelectorAll('[data-vi]')) each.textContent = each.dataset[language];
  document.getElementById('language').textContent = language === 'vi' ? 'English' : 'Tiếng Việt';
  document.getElementById('language').lang = language === 'vi' ? 'en' : 'vi';
  if (latest === null) return;
  const centres = latest.centres;
  document.getElementById('centres').replaceChildren(...centres.map(row));
  document.getElementById('empty').hidden = centres.length > 0;
  const waiting = centres.reduce((sum, each) => sum + each.waiting, 0);
  const online = centres.filter(each => each.online).length;
  document.getElementById('sum').textContent = WORDS[language].sum(online, centres.length, waiting);
}

async function look() {
  try {
    const answer = await fetch('/api/centres');
    if (!answer.ok) throw new Error(String(answer.status));
    latest = await answer.json();
    show();
  } catch {
    document.getElementById('sum').textContent = WORDS[language].lost;
  }
  setTimeout(look, EVERY);
}

document.getElementById('language').addEventListener('click', () => {
  language = language === 'vi' ? 'en' : 'vi';
  show();
});
show();
look();
