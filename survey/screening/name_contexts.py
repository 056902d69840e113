# ruff: noqa: E501 -- patterns and word lists read best one to a line
"""The words around a name: who is spoken of, what people do, what makes it a street or a dog instead."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = _set("mr mrs ms miss mis mx mister missus dr doctor prof professor sir madam mrs.")
# outside the span: a name follows
ROLES = _set(
    "mp pc pcso sgt sergeant inspector constable officer dc detective rev reverend father pastor vicar imam rabbi coach captain nurse"
    " uncle aunt aunty auntie aunties nan nana nanna nanny nani dadi gran granny grandma grandad grandpa granddad grampa cousin cuz bro sis"
    " chacha mamu khala phupo bhai didi bibi ciocia wujek babcia teta dyadya titka tia tio councillor cllr"
    " pani ponia ponas senhor senhora senora dona doamna domnul madame frau herr ustad ustaz sheikh hafiz"
)
RANKS = _set(
    "pc pcso sgt sergeant inspector constable dc detective cllr councillor rev reverend vicar imam coach pani ponia senhora"
)
KIN = _set(
    "mate mates m8 friend friends freind freinds frend frends bestie besties bff bffs bestfriend brother brothers bro bros sister sisters sis"
    " cousin cousins cuz mum mums mam mom mother dad dads father nan nans nana nanna nanny gran granny grandma grandad granddad grandpa"
    " grandmother grandfather uncle uncles aunt aunty auntie aunties boyfriend bf girlfriend gf ex partner husband wife fiance fiancee"
    " stepdad stepmum stepbrother stepsister stepfather stepmother son sons daughter daughters baby niece nephew twin twins boyfriends"
    " teacher teachers tutor headteacher head coach boss manager neighbour neighbours neighbor landlord landlady flatmate flatmates"
    " housemate housemates roommate roommates mentor counsellor counselor therapist worker leader youthworker social carer carers"
    " chaperone caretaker librarian receptionist driver lad lads boy boys girl girls kid kids man woman lady bloke guy guys geezer dude"
    " somebody someone person child student pupil classmate classmates colleague colleagues supervisor bully bullies dealer officer pcso pc"
    " policeman policewoman nurse doctor dentist vicar priest pastor imam barber instructor teammate captain crush stalker mentors godmother godfather"
    " babysitter childminder pal pals buddy homie gang goalie keeper techer ta matron senco dinnerlady lollipop"
)
# in other languages: my friend, my brother, Mrs ...
FOREIGN_KIN = _set(
    "kolega kolege kolegi kolezanka kolezanke kolezanki przyjaciel przyjaciela przyjaciolka przyjaciolke przyjaciolki brat brata bratem siostra"
    " siostre siostry siostra kuzyn kuzynka pani pania pan pana panem panu kumpel kumpela chlopak dziewczyna nauczyciel nauczycielka imie ciocia wujek babcia dziadek mama"
    " draugas draugo draugui draugu drauge drauges draugei brolis brolio broliui broliu sesuo sesers seseriai sese pusbrolis pusseres vardas mokytoja mokytojas ponas ponia vardu"
    " prieten prietenul prietena prietenului prietenei fratele fratelui sora sorei verisoara varul verisorul doamna domnul profesorul profesoara numele cheama colega colegul"
    " amigo amiga amigos irmao irma primo prima senhor senhora professor professora nome chamo-me chama-se namorado namorada tio tia vizinho vizinha dona"
    " друг друга другом другу друзі подруга подруги подругу подрузі подругою брат брата братом сестра сестри сестру сестрі сестрою вчителька вчитель вчителькою пан пані звати мене кличуть ім'я тітка дядько хлопець кузен кузина"
    " mərik hevalê heval bira xwişk amico amie copain"
)
PETS = _set(
    "dog dogs cat cats hamster hamsters rabbit rabbits bunny pony horse horses puppy pup kitten kittens fish goldfish guineapig gerbil gecko snake"
    " budgie parrot tortoise lizard ferret chicken chickens rat cockapoo labrador lab spaniel staffy pug husky greyhound whippet poodle terrier"
    " labradoodle cavapoo alsatian collie bulldog chihuahua dachshund lurcher cockerpoo moggy tabby pet pets teddy doll goat donkey bike car pies pes suo kot kate caine pisica cao gato gata собака кіт пес"
)
THINGS_CALLED = _set(
    "place club game app cafe shop park street road estate group show film movie song book band page site website account team charity project"
    " programme program scheme school college pub bar centre center youth area town village thing drug gang channel series server brand company"
    " course church mosque bridge river event festival day session service helpline line"
)
# names that are at least as often a flower, a colour, a drug or a verb when they begin a sentence
AT_FIRST_DOUBTFUL = _set(
    "robin ivy holly heather daisy jasmine amber ruby jade scarlet rosemary lily poppy hazel iris jasper penny jack jay dean lee rick nick max drew glen"
    " cal harmony kit mo bonnie victor john carol abbey warren christen florin ally clementine bob pat fin finn viv tim ray ron val kim"
)
DRUGS = _set(
    "ket pills coke weed md mdma speed crack heroin spice xans lean pingers drugs ketamine acid lsd nos vapes balloons edibles"
)
NAME_CUES = _set("called named names name's nicknamed cald")
HUMAN_CUES = _set(
    "he she him her they lad boy girl man woman friend mate person guy someone somebody kid bloke lady teacher worker hes shes he's she's is was im i'm its it's there theres"
)
# "thanks to X", "ask X": what one says to or about a person
TOWARDS = _set(
    "thanks thank cheers shoutout ask tell told asked love miss bless rip dear hi hello hey bye text ring message msg call contact email sincerely"
    " regards yours signed blame hate fancy trust hug"
)
AFTERWARDS_STRONG = _set(
    "who whos who's said says sed told tells asked asks helped helps bullies bullied bullys hit hits punched punches slapped kicked kicks threatened"
    " threatens threw grabbed grabs pushed pushes shoves shoved spat spits called texted messaged rang hugged listens listened deserves thinks"
    " thought knows lives lived keeps kept walked walks shouted shouts laughed laughs nicked stole robbed followed follows invited lent taught teaches"
    " drives drove runs ran works worked wears wore made makes gave gives comes came goes went got gets wants wanted loves loved hates hated"
    " moved left looks looked always never isnt isn't doesnt doesn't didnt didn't wont won't cant can't hasnt hasn't wasnt wasn't reckons snitched snitches picks picked"
    " bought brought brings sits sat stands stood plays played cooks deals dealt carries carried sells sold smokes drinks drank stays stayed started starts stopped tried tries sent sends lets let saw sees watches watched understands understood cares cared"
)
# what is done to people and to nothing else: "X got jumped", "X is being bullied"
SUFFERED = _set(
    "bullied followed jumped chased beaten battered stabbed threatened groped harassed mugged punched kicked slapped expelled excluded suspended arrested catcalled"
    " grabbed attacked assaulted spat teased hurt hit picked told cornered groomed raped pushed shoved bottled shot"
)
# what goes before it
PASSIVE = _set("is was are were got gets get getting been being keeps kept always has have nearly just")
# violence and its like, in forms that are not also the bare verb after "will" or "may"
VIOLENT = _set(
    "pulled pulls stabbed stabs chased chases jumped attacked attacks battered batters beats bit bites choked chokes strangled strangles swore swears groped gropes"
    " touched touches forced forces filmed films raped robbed robs spread smashed smashes dragged drags tripped trips stares stared glares owes owed groomed waits waited pinned pins"
)
# "shouts at X", "laughs at X", "picks on X"
AIMED = _set(
    "shout shouts shouted shouting swear swears swore swearing yell yells yelled yelling spat spits laugh laughs laughed laughing pick picks picked picking stare stares stared"
    " staring scream screams screamed screaming"
)
AFTERWARDS_WEAK = _set(
    "is was has had does did and & n will would can could and's or were are just also even still really in from at off with on my our to for about"
)
BETWEEN = _set("and & n nd or aka")
FOREIGN_BETWEEN = _set("i ir si e та і й oraz y z su cu com з із ve")
# their past is their bare form: after "will" and "may" they do not make a name of it
BARE_PAST = _set("hit cut put let hurt beat come run spread set shut bet cost lives")
# second given names written apart: "lilly rose", "tyler jay"
SECOND_GIVEN = _set(
    "rose grace mae may hope faith joy jay lee jane ann anne louise leigh belle lily jo rae star skye jade ray james"
)
# "lil ghost": what goes before a nickname that is a plain word
NICKNAME_OPENERS = _set("lil likkle lickle big young baby tiny king mad crazy fat skinny smokey")
# "rukhsana aunty": in many families the word for an elder comes after the name
ELDERS_AFTER = _set(
    "uncle aunty auntie aunt bhai didi chacha chachi khala khalu masi massi mamu bibi baji appa abla amca teyze"
)
# before a word that then stands for anybody: "some random joe"
ANY_ONE = _set("the a an these those some no random average any every")
MODAL_NAMES = _set(
    "will may mark hope rob sue chase grant drew bill pat faith grace rose dawn joy mercy angel sky guy jack dean ray art gene frank miles mike nick"
)
# given names that dictionaries also list as words, which in young people's writing are names far more often
MOSTLY_NAMES = _set(
    "josh harry jack matt tom tony terry peter maria phoebe sally billy jimmy bobby martin robin amir ameer noel hazel heather holly ivy lily daisy"
    " poppy jasmine amber jade ruby scarlet rosemary jasper felicity colleen glen dean lee jay rick nick max brad derrick bonnie penny victor john"
    " mike ken meg carol abbey florin iris jarred matts ali meg ester hector ally louis mickey warren christen cal harmony sonny nelly kit molly rory tess jess jo"
    " alex al ben sam dan ed joe leo leon kim kit liz lou mo ned ron ted tim val viv zac zak bo bob dave steve pete phil ian finn fin jenny jessie kitty maggie mandy patrick pedro dominic laurence lorna toby clementine alexandra paul simon dylan callum"
)
# plain words that some parent somewhere gave a child: never a name without a strong hint
HARDLY_NAMES = _set(
    "mate made ever edit sever tome mare ales case cannon unknown infant baby pal van don star storm king prince princess journey promise honesty major"
    " desire sincere precious unique royal urban china jersey charity chance cash crew duke earl essence gauge ion stone trace treasure"
    " destiny miracle legend liberty justice karma lyric echo echo girts rares lane ridge river meadow forest haven heath ocean winter autumn august summer"
    " may april june christian america london english day so see in an my her an any many tu do be no you he she it we they me us"
    " heaven heavenly toms roman reed porter miller fisher turner walker cooper mason tanner archer hunter gunner bishop deacon baron marquis candy brandy sherry ginger coral"
    " pearl diamond crystal jewel ivory opal emerald sapphire sunny sunshine misty dusty rusty rocky sandy stormy randy coy lacy baby buddy junior senior sage piper raven phoenix"
    " jan ty stan mandy spice nos lean chad karen man ha la lo le al el en es les mi si ta te ya yo ma pa sa da de ka wa wah ah oh uh um mum mom dad nan sis bro cuz ok ace scout maverick"
    " bus era asia europa india ireland israel eden arena aria alba nova terra luna mercury venus mars apple honey sugar ever every other only ami ana ant ash bay bee berry bird blue brave bright brown carter"
    " boston brighton bristol charlotte's chester chelsea preston lincoln kingston bradford london dale kent clifton stanley ford bentley sutton ely ramsey whitley weston oakley paris orlando milan london sydney vienna"
    " love loving lucky lovely marvellous messiah money moon mystery nature noble pepper philosophy rain rainbow reason rebel red saint salt savior season secret seven silver silence snow song sparrow spirit steel summit sun thunder tiger true truth valentine valor velvet victory vision wild wilder win wind wisdom wolf wonder world young zion zen"
    " kelly's shady sandi nan's shan polish german french english welsh scottish irish britain england scotland"
)
PLACE_NOUNS = _set(
    "street road rd lane avenue ave close drive way walk court park green common fields field gardens garden hill square row place crescent terrace"
    " grove school academy college centre center hospital station market bridge church shop club pub house hall library estate village town city"
    " island piece pieces fen drove parade arcade gate mews wood woods lake pond river lock mall retail theatre stadium arena leisure court's"
    " cross corner point heath meadow meadows farm cafe surgery pharmacy museum cathedral chapel rec university uni sixth primary secondary bar"
    " hotel inn arms head lido pool gym airport day trust foundation award awards community council cup league united fc rovers albion"
)
# before a place far more often than before a person; "to", "from", "by", "with" can be either
INSIDE = _set(
    "in at near around through outside round across towards toward via past into inside over live lives living off"
)
MOTION = _set(
    "go goes went going get gets getting bus buses train trains walk walks walked walking way drive drives drove road moved move back home over trip lift travel up down come comes came coming cycle run here far taxi coach miles"
)
PLACE_BEFORE = _set(
    "in at near to around through outside round across towards toward via past by behind between from inside into off over down up live lives living round"
)
NOT_A_NAME = _set(
    "i a an the and or but if so to of in on at by for with from as is are was were be been am do does did have has had not no yes my your his her"
    " our their its it he she we you they me him us them this that these those there here what who when where why how all any some more most very"
    " just also too then than because cos about into out up down over off again ever never always only even still now today tonight tomorrow"
    " yesterday monday tuesday wednesday thursday friday saturday sunday january february march july september october november december mum dad mummy daddy nan grandad mom"
    " english maths science history geography art drama music pe french spanish german police council government school college uni teacher year"
    " god jesus allah islam muslim christian sikh hindu jewish british polish lithuanian romanian ukrainian portuguese pakistani indian asian black white"
    " everyone everybody someone somebody anyone anybody nobody none everything something anything nothing myself yourself himself herself"
    " im ive id ill dont cant wont didnt doesnt isnt please thanks thank sorry hello hi hey ok okay lol idk tbh xmas christmas easter eid diwali ramadan halloween"
    " one two three four five six seven eight nine ten first second third last next other another both each every many much few lots sir miss mr mrs ms head deputy boss"
    " gay lesbian trans bi straight fat ugly stupid slag slut names racist terrorist paki whore bitch retard freak weird snitch grass dumb thick poor chav"
    " best old new little big older younger eldest youngest twin step half ex former current whole entire own named called"
    " whose whos what's who's that's it's he's she's there's here's let's cos coz bc tho which while whilst though although unless until since before after during without within against"
    " can could might shall should would must xl xxl get gets got go goes went come comes came make makes made take takes took say says said see sees saw know knows knew think thinks thought want wants wanted"
    " dead outside inside home online everywhere anywhere somewhere nowhere snapchat snap insta instagram tiktok facebook youtube x"
    " van vans dob mate guy baby fella bloke lad geezer quran koran bible lane mea meu minha moja moj mano"
    " childline camhs nhs nspcc samaritans cctv pcso pcsos"
)
SURNAME_PARTICLES = _set("de da dos van der von bin ibn al el ul la le mac mc o st abu du di")
POSSESSED = _set(
    "mum mums dad dads house brother sister mate mates phone bike nan party place room flat uncle gf bf cousin birthday car family class gang boyfriend girlfriend friends friend aunty auntie bag coat locker group lot mother stepdad"
)
MONTHS_SEASONS = _set(
    "january february march april may june july august september october november december summer autumn winter spring"
)
GROUP_AFTER = _set(
    "class form year tutor set school college house group team course gym work club youth drop street road estate area village football home church mosque block floor set yr office shop chippy van chip reception pastoral maths english science pe bus kitchen canteen netball rugby scouts cadets drama dance swimming karate boxing band guides choir orchestra practice training nursery primary uni town next"
)

# surnames that are also plain words, believed after a lower-case given name
WORD_SURNAMES = _set(
    "brown green white black grey gray young king price wood woods hill hills marsh field fields stone reed rose bell bird fox wolf lamb cook"
    " baker butler carter cooper fisher fletcher gardener hunter mason miller parker porter potter shepherd smith taylor turner walker weaver"
    " wright barber bishop knight page abbot day may long short small little large rich moody savage sharp sharpe strong swift wise noble best"
    " goodman freeman newman coleman chapman francis ford brook brooks lake rivers pool bush flowers moss heath forest holland england french"
    " welsh scott ireland dean pope major marshal sergeant steward rice bean peacock nightingale swan crane finch partridge hawk drake hood"
    " church temple castle hall house street lane banks west north south east winter summers frost snow gale storm rain waters burns cross"
    " tanner archer barker brewer butcher carpenter chandler clark draper farmer forester fowler glover harper hooper joiner plumber sadler sawyer skinner slater spicer thatcher tyler weaver wheeler"
)
NOT_AFTER_MISS = _set(
    "out my your the being having going him her them you me it school home mum dad everyone people that this living seeing playing so when how lessons class work days old our"
)


# said of people and of things alike
BEING = _set("is was has did does will had")
# before "miss" the feeling, never before the teacher
BEFORE_MISSING = _set(
    "i we you they to will ll dont don't really just still gonna cant can't never not always also might would could did ill i'll id ppl people who kids u and"
)
# whose friend, sister or teacher it is
OWNERS = _set(
    "my our his her their your mi me ma best old little big older younger eldest twin boy girl step half other called close good year form class social key youth support football a the this one new foster head dinner bus"
)
# only people do these
AFTERWARDS_SURE = _set(
    "who whos who's said says sed told tells asked asks bullies bullied punched slapped threatened rang listens reckons snitched deserves texted messaged"
)
# so an unknown word before these may be a thing
THINGS_DO_TOO = _set(
    "is was has had gets got goes went runs comes makes made looks keeps left stays works moved starts started stopped always never doesnt isnt lets let sells sold works"
)
# whose class, year or club
GROUP_OWNERS = _set("my our the his her year yr")
# "my mate will is" against "my mate will be"
AFTER_A_NAME_THAT_IS_A_VERB = _set(
    "is was has had got gets said says who whos and does goes went hit told came keeps lives always never isnt wasnt doesnt helped made makes gave"
)
# what a name after "my sister" goes on with
AFTER_A_NAME_THAT_IS_A_NOUN = _set("is was has had and will does did in from at")
# what may follow a lower-case surname
AFTER_A_SURNAME = _set("is was in from and")

# who somebody is: "X is my mate", "X the caretaker", "X my sister"
PEOPLE = KIN | _set(
    "caretaker cleaner janitor cook chef barista bouncer copper cop vet postman postie milkman shopkeeper owner landlady goalkeeper striker leader"
    " lollipop dinner tea reception receptionist head deputy assistant helper volunteer therapist medic dad mum nan guard marshal warden keeper bully dealer"
    " fav favourite bestie angel legend hero one only coolest nicest kindest best worst creep weirdo prick idiot lifesaver role"
)
# said of people after "is" and "was"
MANNERS = _set(
    "kind nice lovely sound calm funny mean strict rude horrible nasty friendly helpful amazing brilliant caring brave quiet shy violent dodgy sweet patient gentle"
    " annoying moody cruel scared upset crying sad angry alright mint jokes mad lush ace chill weird creepy aggressive pregnant missing dead gone hurt homeless gay trans 10 11 12 13 14 15 16 17"
)
FAMILY_AFTER = _set("brothers family twins sisters lads boys kids lot household")
CALLED_ONE = _set("lad kid boy girl guy bloke one fella woman man twins family brothers")
SOMEBODY_OBJECT = _set("me us him her them my our his their")
WITHOUT = _set("without except with like than about of by for")
# given names that are also places, and in young people's writing here nearly always people
PEOPLE_BEFORE_PLACES = _set(
    "jordan austin brooklyn florence charlotte victoria georgia sydney elizabeth george ashley kimberley tyler logan connor madison harley barry keith kerry leon"
    " norman shirley clive clare mary nancy sofia milan alexandra arnold aurora aydin bradley brandon brent brooke bryn cali clayton clifford cullen dalton"
    " darwin dasha douglas easton elton eugene everett geneva gilbert harlow hassan hayes heather henley ireland jackson jena kara kati kaya kendal kennedy kira kobe larisa"
    " leigh leslie martin minna moira nash nigel oakley raleigh rayne regina rosario salvador samara sanaa santana santiago santos savannah shelley vitoria vladimir winston zaria"
    " abram aden anda ann carlton cary clive cole craig dale denny dina dora elena emma erica eva ina irma jose juan julia kelly lara laura lena leo linda luis luka maria marina mia mila mina nina oscar rita roman rosa sara sari selma sonora tara tina troy vera viktoria"
)
VERB_LIKE_PLACES = _set(
    "walk park drive close lock head cross place row court bar gate farm pool point wood mill march view shop club house pub school"
)
DOUBLES_AS_VIRTUE = _set(
    "hope faith joy peace love grace patience charity honesty trust mercy liberty justice summer winter autumn rain sun snow heaven star sky river forest meadow heath ocean stone rose lily daisy ivy holly heather jasmine"
)
SAID_OF_PLACES = _set("is isnt isn't was wasnt at has needs gets feels after near by")
NICKNAMED = _set("big lil likkle skinny fat lanky")
DONE_TO_ME = _set(
    "hit hits punched punches kicked kicks pushed pushes slapped slaps grabbed grabs robbed bullied bullies threatened threatens followed touched told says said messaged"
)
ONE_OF_US = _set("me us my our him her them")
