// The province's page: asks for all centres every few seconds and shows who waits where.
const WORDS = {
  vi: { up: 'đang nối', down: since => `mất từ ${since}`, minutes: n => `${n} phút`, warn: 'chú ý', breach: 'quá lâu', unusable: n => `số ${n}: không dùng được`,
        sum: (on, all, waiting) => `${on}/${all} trung tâm đang nối · ${waiting} người đang chờ`, lost: 'Không nối được máy chủ tỉnh',
        civil_servant: 'Công chức', vertical_agency: 'Cơ quan ngành dọc', post: 'Bưu điện', volunteer: 'Tình nguyện viên', unknown: 'chưa xác định' },
  en: { up: 'connected', down: since => `lost since ${since}`, minutes: n => `${n} min`, warn: 'look', breach: 'too long', unusable: n => `${n}: not usable`,
        sum: (on, all, waiting) => `${on}/${all} centres connected · ${waiting} waiting`, lost: 'The hub does not answer',
        civil_servant: 'Civil service', vertical_agency: 'Vertical agency', post: 'The post', volunteer: 'Volunteers', unknown: 'nobody named yet' },
};
const EVERY = 3000;
let language = 'vi';
let latest = null;
let ways = [];

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
  name.textContent = named(centre.names);
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

const named = names => (names ? names[language] ?? names.vi : WORDS[language].unknown);

/** One way that visits went: who helped, received and decides. */
function way(each) {
  const made = document.createElement('tr');
  const helped = document.createElement('th');
  helped.scope = 'row';
  helped.textContent = named(each.helped);
  made.append(
    helped,
    cell(named(each.received)),
    cell(WORDS[language][each.employer || 'unknown']),
    cell(named(each.decides), each.decides ? '' : 'warn'),
    cell(each.visits, 'number'),
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
  document.getElementById('ways').replaceChildren(...ways.map(way));
  document.getElementById('authorities').hidden = ways.length === 0;
  const waiting = centres.reduce((sum, each) => sum + each.waiting, 0);
  const online = centres.filter(each => each.online).length;
  document.getElementById('sum').textContent = WORDS[language].sum(online, centres.length, waiting);
}

async function ask(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function look() {
  try {
    [latest, ways] = await Promise.all([ask('/api/centres'), ask('/api/authorities')]);
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
