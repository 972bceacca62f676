<?php
// One settings file for every wiki of the farm. FARM_ROOT is the folder of the data, FARM_WIKI the
// host name that the wiki stands for; both reach PHP's command line and its web server alike.
if ( !defined( 'MEDIAWIKI' ) ) {
	exit;
}
$farmRoot = getenv( 'FARM_ROOT' );
$farmWiki = getenv( 'FARM_WIKI' );
$farmSite = json_decode( file_get_contents( "$farmRoot/sites.json" ), true )[$farmWiki];

$wgSitename = $farmSite['name'];
$wgMetaNamespace = $farmSite['project'];
$wgLanguageCode = $farmSite['language'];
foreach ( $farmSite['namespaces'] as $farmNumber => $farmName ) {
	$wgExtraNamespaces[(int)$farmNumber] = $farmName;
}

$wgServer = 'http://127.0.0.1:' . ( getenv( 'FARM_PORT' ) ?: '80' );
$wgScriptPath = "/$farmWiki/w";
$wgArticlePath = "/$farmWiki/wiki/$1";

$wgDBtype = 'sqlite';
$wgDBname = 'farm';
$wgSQLiteDataDir = "$farmRoot/wikis/$farmWiki";

// The tests write straight into the database, so nothing may be remembered between two requests.
$wgMainCacheType = CACHE_NONE;
$wgMessageCacheType = CACHE_NONE;
$wgParserCacheType = CACHE_NONE;
$wgSessionCacheType = CACHE_DB;

// Built once for all languages of the farm; looking for changes costs more than the requests do.
$wgCacheDirectory = "$farmRoot/localisation";
$wgLocalisationCacheConf['store'] = 'array';
$wgLocalisationCacheConf['storeDirectory'] = $wgCacheDirectory;
$wgLocalisationCacheConf['manualRecache'] = (bool)getenv( 'FARM_LOCALISED' );

$wgSecretKey = str_repeat( '0123456789abcdef', 4 );
$wgLocaltimezone = 'UTC';
$wgJobRunRate = 0;
// With patrolling on, a revert waits for a patroller before the reverted edits get their tag.
$wgUseRCPatrol = false;
$wgEnableEmail = false;
$wgPingback = false;
$wgPasswordConfig['pbkdf2']['cost'] = 1;
$wgShowExceptionDetails = true;
